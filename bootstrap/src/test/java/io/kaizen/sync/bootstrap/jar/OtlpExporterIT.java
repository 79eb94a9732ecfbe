package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.jar.ShellRun.Result;
import io.kaizen.sync.bootstrap.jar.ShellRun.Way;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar has all of protobuf that the exporter needs, and protobuf prints nothing. */
class OtlpExporterIT {

    @TempDir
    private Path folder;

    private final ScriptedIngest ingest = ScriptedIngest.start();
    private final ScriptedIngest receiver = ScriptedIngest.start();
    private CliFixture cli;

    @BeforeEach
    void enqueueAnEventAndASpan() {
        cli = new CliFixture(folder)
                .config(
                        ingest.endpoint(),
                        "[[telemetry.exporters]]",
                        "type = \"otlp\"",
                        "endpoint = \"" + receiver.endpoint() + "\"");
        for (BatchKind kind : new BatchKind[] {BatchKind.EVENTS, BatchKind.TOOL_SPANS}) {
            cli.input(SampleBatches.sampleRow(kind)).run("enqueue", "--kind", kind.name());
        }
    }

    @AfterEach
    void close() {
        ingest.close();
        receiver.close();
    }

    @Test
    void sendsBothSignalsAndPrintsNothingButItsResult() throws Exception {
        assertSends(new ShellRun(folder));
    }

    /** From 24 on Java warns of methods that older versions of protobuf call. */
    @Test
    void printsNothingElseOnANewerJavaEither() throws Exception {
        assumeTrue(ShellRun.newerJava().isPresent());

        assertSends(new ShellRun(folder).java(ShellRun.newerJava().orElseThrow()));
    }

    @Test
    void logsWhatAReceiverRejected() throws Exception {
        String rejection = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(1)
                        .setErrorMessage("too old"))
                .build()
                .toByteString()
                .toString(StandardCharsets.ISO_8859_1);
        receiver.reply(Reply.answer(200, rejection), Reply.answer(200, rejection));

        Result run = new ShellRun(folder).runQuickly(Way.JAR, cli.arguments("run", "--once"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("rejected 1 of them, saying: too old");
    }

    private void assertSends(ShellRun shell) throws Exception {
        Result run = shell.run(Way.JAR, cli.arguments("run", "--once"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("exporter otlp: took 2 rows in 2 batches");
        assertThat(receiver.requests())
                .extracting(ReceivedRequest::target)
                .containsExactlyInAnyOrder("/v1/logs", "/v1/traces");
        ReceivedRequest logs = receiver.requests().stream()
                .filter(request -> request.target().equals("/v1/logs"))
                .findFirst()
                .orElseThrow();
        assertThat(ExportLogsServiceRequest.parseFrom(logs.unzippedBytes())
                        .getResourceLogs(0)
                        .getScopeLogs(0)
                        .getLogRecordsCount())
                .isEqualTo(1);
    }
}
