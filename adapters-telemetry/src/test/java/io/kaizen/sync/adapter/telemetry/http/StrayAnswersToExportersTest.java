package io.kaizen.sync.adapter.telemetry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.telemetry.AgainstScriptedServer;
import io.kaizen.sync.adapter.telemetry.posthog.PostHogExporter;
import io.kaizen.sync.adapter.telemetry.posthog.PostHogSettings;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.TestAuthority;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that no exporter asked for, where the outbox must not commit what an exporter's server refused ({@code fail_open = false}). */
class StrayAnswersToExportersTest extends AgainstScriptedServer {

    private static final String EVENT =
            "{\"session_id_hash\":\"blake3:s\",\"event_seq\":%d,\"ts_ms\":1,\"agent\":\"a\","
                    + "\"model\":\"m\",\"kind\":\"k\",\"source\":\"s\",\"payload\":null}";

    private static SSLContext serverTls;
    private static SSLContext usual;

    @BeforeAll
    static void trustAnAuthority(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        serverTls = authority.server("ip:127.0.0.1", TestAuthority.SINCE_YESTERDAY);
        usual = SSLContext.getDefault();
        SSLContext.setDefault(authority.client());
    }

    @AfterAll
    static void trustAsUsual() {
        SSLContext.setDefault(usual);
    }

    static Stream<Arguments> straysPlainAndTls() {
        return Stream.concat(
                        Stream.of(200, 202, 409, 400, 401, 408, 413, 429, 500)
                                .map(status -> Reply.answer(status).text()),
                        Stream.of("220 smtp.example ESMTP\r\n", "HTTP/1.1 2"))
                .flatMap(stray -> Stream.of(Arguments.of(false, stray), Arguments.of(true, stray)));
    }

    @ParameterizedTest
    @MethodSource("straysPlainAndTls")
    void b1_aStrayAnswerToAnExporterBehindAnotherIsNobodys(boolean tls, String stray) throws Exception {
        ScriptedIngest taker = server(tls);
        taker.reply(Answer.of(200).with(stray), Answer.of(503), Answer.of(200).with(stray));

        FlushReport report = flush(taker, 3);

        assertThat(report.stops()).isEmpty();
        assertThat(report.rows()).isEqualTo(3);
        assertThat(taker.stored().stream().map(ReceivedRequest::body))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(taker.requests()).hasSize(4);
    }

    @Test
    void b1_whatAnExportersServerRefusedIsNotCommitted() throws Exception {
        ScriptedIngest taker = server(false);
        taker.reply(Answer.of(200).with(Reply.answer(200).text()), Answer.of(400));

        FlushReport report = flush(taker, 2);

        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.pending().rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("straysPlainAndTls")
    void b1_anAnswerToAnExporterBeforeTheWholeRequestProvesNothing(boolean tls, String stray) throws Exception {
        ScriptedIngest taker = server(tls);
        taker.reply(Answer.of(200), wire -> {
            ReceivedRequest head = wire.readHead();
            wire.send(stray);
            wire.readBodyOf(head);
            wire.send(Reply.answer(200).text());
        });
        ExporterHttp http = closedInTheEnd(http());
        http.post(request(taker, new byte[10]), http.begin());

        http.post(request(taker, new byte[6_000_000]), http.begin());

        assertThat(taker.requests()).hasSize(3);
        assertThat(taker.connections()).isEqualTo(2);
    }

    private static ExporterRequest request(ScriptedIngest taker, byte[] body) {
        return new ExporterRequest(
                new Request(URI.create(taker.endpoint()), "text/plain", Map.of(), body, false), RetryOn.OTLP, Set.of());
    }

    private FlushReport flush(ScriptedIngest taker, int rows) {
        PostHogSettings settings = new PostHogSettings(URI.create(taker.endpoint()), Secret.of("phc_key"));
        try (OutboxSync sync = OutboxSync.builder(new InMemoryOutbox(), new InMemoryIngest())
                .team("team-1", Secret.of("ab".repeat(32)))
                .exporter(new PostHogExporter("posthog", settings, closedInTheEnd(http())))
                .failOpen(false)
                .limits(new BatchLimits(1, 1_000_000))
                .storeAsGiven()
                .build()) {
            List<String> payloads = IntStream.range(0, rows)
                    .mapToObj(row -> String.format(Locale.ROOT, EVENT, row))
                    .toList();
            sync.enqueue(BatchKind.EVENTS, new OwnerId("o"), payloads);
            return sync.flush();
        }
    }

    private ScriptedIngest server(boolean tls) throws Exception {
        return tls
                ? closedInTheEnd(ScriptedIngest.start(
                        serverTls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        "https"))
                : server;
    }
}
