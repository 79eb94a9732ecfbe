package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://ingest.example.com, https://ingest.example.com",
        "https://ingest.example.com/, https://ingest.example.com",
        "https://ingest.example.com/a/b///, https://ingest.example.com/a/b",
        "HTTPS://INGEST.example.com/A, https://ingest.example.com/A",
        "http://127.0.0.1:9999, http://127.0.0.1:9999",
        "http://[::1]:80/, http://[::1]:80",
        "https://xn--mnchen-3ya.de, https://xn--mnchen-3ya.de"
    })
    void aGoodUrlIsNormalized(String text, String expected) {
        assertThat(EndpointUrl.base(valueOf(text))).isEqualTo(expected);
    }

    @Test
    void aWholeUrlKeepsItsSlashes() {
        assertThat(EndpointUrl.whole(valueOf("https://Logs.example.com/api/")))
                .isEqualTo("https://logs.example.com/api/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingest.example.com             | has no scheme; write the whole URL, for example https://",
                "localhost:9999                 | has no scheme",
                "127.0.0.1:9999                 | has no scheme",
                "//ingest.example.com           | has no scheme",
                "https:/ingest.example.com      | has no scheme",
                "mailto:me@example.com          | has no scheme",
                "ftp://ingest.example.com       | must begin with https:// or http://",
                "file:///etc/passwd             | must begin with https:// or http://",
                "https://me:CANARY@example.com  | must not hold a user name or password",
                "https://CANARY@example.com     | must not hold a user name or password",
                "https://@example.com           | must not hold a user name or password",
                "https://example.com?key=CANARY | must not hold a query",
                "https://example.com/?          | must not hold a query",
                "https://example.com/#CANARY    | must not hold a query",
                "https://                       | is not a URL",
                "https:///path                  | has no valid host",
                "https://:8080/                 | has no valid host",
                "https://under_score.example/   | has a host name with an underscore",
                "https://[::g]/                 | is not a URL",
                "https://127.0.0.256/           | has no valid host",
                "https://example.com:/          | has no valid port",
                "https://example.com:0          | has no valid port",
                "https://example.com:65536      | has no valid port",
                "https://münchen.de             | outside of ASCII",
                "https://example.com/a b        | holds a blank",
                "https://example.com/{CANARY}   | is not a URL"
            })
    void f126_aBadUrlIsRefusedAndNotRepeated(String text, String problem) {
        assertThatThrownBy(() -> EndpointUrl.base(valueOf(text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("KAIZEN_SYNC_ENDPOINT: sync.endpoint ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("CANARY")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h\r\nX-Evil: 1", "https://h/\n", "https://h/\u0000", "https://h/\t"})
    void f120_aControlCharacterIsRefused(String text) {
        assertThatThrownBy(() -> EndpointUrl.base(valueOf(text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("control character");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1, false",
        "http://127.0.0.1:9999/base, false",
        "http://127.255.255.255, false",
        "http://localhost:80, false",
        "http://[::1], false",
        "http://[0:0:0:0:0:0:0:1]:8080, false",
        "http://[::ffff:127.0.0.1], false",
        "https://example.com, false",
        "http://example.com, true",
        "http://128.0.0.1, true",
        "http://2130706433, true",
        "http://127.0.0.1.example.com, true",
        "http://localhost.example.com, true",
        "http://169.254.169.254, true",
        "http://0.0.0.0, true",
        "http://[::2], true",
        "http://[fe80::1%25lo], true"
    })
    void f59_f126_plainHttpIsReadableByOthersUnlessItStaysOnThisMachine(String url, boolean expected) {
        assertThat(EndpointUrl.isReadableByOthers(url)).isEqualTo(expected);
    }

    @Test
    void f59_plainHttpToAnotherMachineIsRefusedUnlessAllowed(@TempDir Path folder) {
        TestHome home = new TestHome(folder).user("[sync]", "endpoint = \"http://example.com\"");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":2: sync.endpoint is plain http to another machine")
                .hasMessageContaining("allow_insecure = true");
        assertThat(home.load("sync.allow_insecure=true").sync().endpoint()).isEqualTo("http://example.com");
        assertThat(home.load("sync.endpoint=http://LOCALHOST:1").sync().endpoint())
                .isEqualTo("http://localhost:1");
    }

    @Test
    void b18_aHostWithAnUnderscoreIsNamed() {
        assertThatThrownBy(() -> EndpointUrl.base(valueOf("http://ingest_server:8080")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has a host name with an underscore");
    }

    private static RawValue valueOf(String text) {
        return RawValue.ofText(
                "sync.endpoint", TextNode.valueOf(text), text, Origin.environment("KAIZEN_SYNC_ENDPOINT"));
    }
}
