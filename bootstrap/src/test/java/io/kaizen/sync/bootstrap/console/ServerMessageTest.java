package io.kaizen.sync.bootstrap.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerMessageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "{\"code\":\"bad\",\"message\":\"ts_ms is wrong\",\"field\":\"events[0]\"} ~ ts_ms is wrong",
                "{\"error\":{\"message\":\"inner\"},\"message\":\"outer\"} ~ outer",
                "{\\n  \"message\": \"on \\\"lines\\\"\"\\n} ~ on \"lines\"",
                "{\"message\":\"early\",\"more\":\"cut… ~ early",
                "{\"message\":\"itself is cut… ~ {\"message\":\"itself is cut…",
                "{\"Message\":\"in capitals\"} ~ in capitals",
                "{\"MESSAGE\":\"in capitals\"} ~ in capitals",
                "{\"message\":\" between blanks \"} ~ between blanks",
                "{\"message\":\"  \",\"code\":\"x\"} ~ {\"message\":\"  \",\"code\":\"x\"}",
                "{\"message\":{\"message\":\"inner\"}} ~ {\"message\":{\"message\":\"inner\"}}",
                "{\"message\":7} ~ {\"message\":7}",
                "{\"message\":\"\",\"code\":\"x\"} ~ {\"message\":\"\",\"code\":\"x\"}",
                "{\"code\":\"x\"} ~ {\"code\":\"x\"}",
                "{no json ~ {no json",
                "plain words ~ plain words",
            })
    void o3_theMessageOfAJsonObjectElseAllOfIt(String words, String message) {
        assertThat(ServerMessage.in(words)).isEqualTo(message);
    }
}
