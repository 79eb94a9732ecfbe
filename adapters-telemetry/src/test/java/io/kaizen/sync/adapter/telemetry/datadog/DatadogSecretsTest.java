package io.kaizen.sync.adapter.telemetry.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key is in one header and nowhere else. */
class DatadogSecretsTest extends DatadogFixture {

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void f121_anAnswerThatRepeatsTheKeyIsShownWithoutIt(int status) {
        server.reply(Reply.answer(status, "{\"errors\":[\"bad key " + KEY.reveal() + "\u001b[31m\"]}"));

        Throwable failure = catchThrowable(() -> exporter.export(SampleBatches.events(1)));

        assertThat(failure).hasMessageContaining(Integer.toString(status)).hasMessageContaining("bad key ***");
        assertThat(wholeTextOf(failure)).doesNotContain(KEY.reveal()).doesNotContain("\u001b");
    }

    @Test
    void theBodyHoldsNoKey() throws Exception {
        exporter.export(SampleBatches.events(1));

        assertThat(onlyRequest().unzippedBody()).doesNotContain(KEY.reveal());
    }

    @Test
    void f118_theKeyDoesNotFollowARedirect() {
        server.reply(Reply.answer(307).withHeader("Location", server.endpoint() + "/elsewhere"));

        assertThat(catchThrowable(() -> exporter.export(SampleBatches.events(1))))
                .hasMessageContaining("redirect");

        assertThat(onlyRequest().target()).isEqualTo("/api/v2/logs");
    }

    @Test
    void anApplicationKeyIsRefusedWithAHintAndWithoutTheKey() {
        Secret applicationKey = Secret.of("ddapp_canary");

        assertThatThrownBy(() -> DatadogSettings.ofSite("datadoghq.com", applicationKey, "h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("application key (ddapp_…)")
                .hasMessageContaining("API key")
                .hasMessageNotContaining("canary");
    }

    @Test
    void settingsShowNoKey() {
        assertThat(DatadogSettings.ofSite("datadoghq.eu", KEY, "h"))
                .hasToString("DatadogSettings[logsUrl=https://http-intake.logs.datadoghq.eu/api/v2/logs, apiKey=***,"
                        + " hostname=h]");
        assertThat(new DatadogSettings(URI.create("https://proxy/logs"), KEY, "h").logsUrl())
                .hasToString("https://proxy/logs");
    }

    private static String wholeTextOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
