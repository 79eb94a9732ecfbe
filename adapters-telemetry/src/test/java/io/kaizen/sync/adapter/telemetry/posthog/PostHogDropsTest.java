package io.kaizen.sync.adapter.telemetry.posthog;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.telemetry.AgainstScriptedServer;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers with a 200 that takes nothing. */
class PostHogDropsTest extends AgainstScriptedServer {

    private static final Secret KEY = Secret.of("k3y-of-the-test");

    private final List<String> warnings = new ArrayList<>();
    private final PostHogExporter exporter = new PostHogExporter(
            "posthog", new PostHogSettings(URI.create(server.endpoint()), KEY), closedInTheEnd(http()), warnings::add);

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":1,\"quota_limited\":[\"events\"]}", "{\"status\":0}", "<html></html>"})
    void b15_whatIsTakenAndThrownAwayIsCountedAndNotSentAgain(String body) throws Exception {
        server.reply(Reply.answer(200, body));

        exporter.export(SampleBatches.events(3));

        assertThat(exporter.dropped()).isEqualTo(3);
        assertThat(warnings).singleElement().asString().contains(" 3 ", "not sent again");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"status\":1}",
                "{\"status\":\"Ok\"}",
                "1",
                "{\"status\":1,\"quota_limited\":[]}",
                "{\"status\":1,\"quota_limited\":false}"
            })
    void b15_whatIsTakenAndKeptIsNoMatter(String body) throws Exception {
        server.reply(Reply.answer(200, body));

        exporter.export(SampleBatches.events(3));

        assertThat(exporter.dropped()).isZero();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "{\"status\":1,\"quota_limited\":[\"k3y-of-the-test\"]}")
    void b15_theServersWordsAreFreeOfSecrets(String body) throws Exception {
        server.reply(Reply.answer(200, body));

        exporter.export(SampleBatches.events(1));

        assertThat(warnings).singleElement().asString().doesNotContain("k3y-of-the-test");
    }
}
