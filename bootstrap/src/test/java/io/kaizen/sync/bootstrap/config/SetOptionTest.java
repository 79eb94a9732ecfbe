package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetOptionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sync.endpoint=http://127.0.0.1:9999 | http://127.0.0.1:9999",
                "sync.endpoint=                      | ''",
                "sync.team_id=\"quoted = text\"      | quoted = text",
                "sync.team_id='it is'                | it is",
                "sync.team_id=2024                   | 2024",
                "sync.team_id=007                    | 007",
                "sync.team_id=true                   | true",
                "sync.team_id=a=b                    | a=b",
                "sync.team_id=[x]                    | [x]",
                "sync.team_id=[1]                    | [1]",
                "' sync.team_id =a'                  | a"
            })
    void aKeyForTextTakesWhateverStandsThere(String option, String expected) {
        assertThat(SetOption.parse(option).text()).isEqualTo(expected);
    }

    @Test
    void otherKeysTakeValuesOfToml() {
        assertThat(SetOption.parse("sync.gzip_level=9").integer(1, 9)).isEqualTo(9);
        assertThat(SetOption.parse("sync.gzip_level=0x9").integer(1, 9)).isEqualTo(9);
        assertThat(SetOption.parse("sync.sample_rate=0.5").number(0, 1)).isEqualTo(0.5);
        assertThat(SetOption.parse("telemetry.fail_open=false").flag()).isFalse();
    }

    @Test
    void aWrongValueNamesTheOption() {
        assertThatThrownBy(() -> SetOption.parse("sync.gzip_level=nine").integer(1, 9))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set: sync.gzip_level must be a whole number, not text");
    }

    @Test
    void aLineBreakInAValueCannotSetAnotherKey() {
        RawValue value = SetOption.parse("sync.gzip_level=9\nother = 1");

        assertThatThrownBy(() -> value.integer(1, 9)).hasMessageContaining("not text");
    }

    @ParameterizedTest
    @CsvSource({
        "sync.endpont=CANARY, unknown key sync.endpont; did you mean sync.endpoint?",
        "endpoint=CANARY, unknown key endpoint; did you mean sync.endpoint?",
        "sync.token=CANARY, unknown key sync.token; did you mean sync.team_token?",
        "sync.gzip-level=CANARY, unknown key sync.gzip-level; did you mean sync.gzip_level?",
        "sync.flushIntervalMs=CANARY, unknown key sync.flushIntervalMs; did you mean sync.flush_interval_ms?",
        "web.port=CANARY, unknown key web.port",
        "=CANARY, unknown key ''"
    })
    void anUnknownKeyIsAnErrorWithTheKnownOneThatMayBeMeant(String option, String problem) {
        assertThatThrownBy(() -> SetOption.parse(option))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set: " + problem.replace("''", ""));
    }

    @Test
    void withoutAnEqualsSignNothingIsRepeated() {
        assertThatThrownBy(() -> SetOption.parse("sync.team_token:CANARY"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--set needs KEY=VALUE")
                .hasMessageNotContaining("CANARY");
    }
}
