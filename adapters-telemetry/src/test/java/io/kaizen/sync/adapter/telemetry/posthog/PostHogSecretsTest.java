package io.kaizen.sync.adapter.telemetry.posthog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key is in the body, at its one place, and nowhere else. */
class PostHogSecretsTest extends PostHogFixture {

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void f121_anAnswerThatRepeatsTheKeyIsShownWithoutIt(int status) {
        server.reply(Reply.answer(status, "{\"detail\":\"invalid api_key " + KEY.reveal() + "\"}"));

        Throwable failure = catchThrowable(() -> exporter.export(SampleBatches.events(1)));

        assertThat(failure).hasMessageContaining(Integer.toString(status)).hasMessageContaining("api_key ***");
        assertThat(wholeTextOf(failure)).doesNotContain(KEY.reveal());
    }

    @Test
    void theHeadersHoldNoKeyAndTheBodyOne() throws Exception {
        exporter.export(SampleBatches.events(2));

        ReceivedRequest request = onlyRequest();
        assertThat(request.headers().toString() + request.target()).doesNotContain(KEY.reveal());
        assertThat(textOf(request.body())).containsOnlyOnce(KEY.reveal());
    }

    @Test
    void f118_theKeyDoesNotFollowARedirect() {
        server.reply(Reply.answer(308).withHeader("Location", server.endpoint() + "/elsewhere"));

        assertThat(catchThrowable(() -> exporter.export(SampleBatches.events(1))))
                .hasMessageContaining("redirect");

        assertThat(onlyRequest().target()).isEqualTo("/batch/");
    }

    @Test
    void settingsShowNoKey() {
        assertThat(new PostHogSettings(URI.create("https://h"), KEY))
                .hasToString("PostHogSettings[host=https://h, projectApiKey=***]");
    }

    private static String wholeTextOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
