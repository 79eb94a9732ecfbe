package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.MessageLite;
import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A scripted receiver over real TCP, and exporters to it whose waits take no time. Close it after use. */
final class OtlpReceiver implements AutoCloseable {

    static final Instant NOW = Instant.ofEpochSecond(1_770_000_000, 123_456_789);

    private final ScriptedIngest server = ScriptedIngest.start();
    private final List<OtlpExporter> exporters = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    OtlpReceiver reply(Reply... replies) {
        server.reply(replies);
        return this;
    }

    /** An answer whose body is {@code message}, which must not have bytes above 127. */
    static Reply answer(int status, MessageLite message) {
        return Reply.answer(status, new String(message.toByteArray(), ISO_8859_1));
    }

    OtlpExporter exporter() {
        return exporter(OtlpSettings.below(endpoint(), Map.of("x-key", Secret.of("t0p s3cret")), Decoded.VERSION));
    }

    OtlpExporter exporter(OtlpSettings settings) {
        Duration limit = Duration.ofSeconds(30);
        HttpPostSender sender = new HttpPostSender(limit, "1.2.3", InstantSource.fixed(NOW), ProxyChoice.DIRECT);
        ExporterHttp http = new ExporterHttp(limit, sender, new NoTimePasses(), new Random(4));
        OtlpExporter exporter = new OtlpExporter("otlp", settings, http, InstantSource.fixed(NOW), warnings::add);
        exporters.add(exporter);
        return exporter;
    }

    URI endpoint() {
        return URI.create(server.endpoint());
    }

    List<ReceivedRequest> requests() {
        return server.requests();
    }

    ReceivedRequest onlyRequest() {
        if (requests().size() != 1) {
            throw new AssertionError("not one request: " + requests());
        }
        return requests().get(0);
    }

    List<Duration> waits() {
        return waits;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        exporters.forEach(OtlpExporter::close);
        server.close();
    }

    private final class NoTimePasses implements Sleeper {

        @Override
        public boolean sleep(Duration duration) {
            waits.add(duration);
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }
    }
}
