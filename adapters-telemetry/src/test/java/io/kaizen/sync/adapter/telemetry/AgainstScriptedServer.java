package io.kaizen.sync.adapter.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A scripted server over real TCP, and the way of an exporter to it, whose waits take no time. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class AgainstScriptedServer {

    /** Exact for any number. */
    protected static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    protected static final Instant NOW = Instant.parse("2026-11-26T12:00:00.123Z");

    protected final ScriptedIngest server = ScriptedIngest.start();

    /** False: whoever wants to wait is told that the process stops, so that a failed request is not tried again. */
    protected boolean mayWait = true;

    private final List<AutoCloseable> open = new ArrayList<>(List.of(server));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    protected <T extends AutoCloseable> T closedInTheEnd(T closeable) {
        open.add(closeable);
        return closeable;
    }

    protected ExporterHttp http() {
        return http(Duration.ofSeconds(30));
    }

    protected ExporterHttp http(Duration timeLimit) {
        HttpPostSender sender = new HttpPostSender(timeLimit, "1.2.3", InstantSource.fixed(NOW), ProxyChoice.DIRECT);
        return new ExporterHttp(timeLimit, sender, sleeper(), new Random(4));
    }

    /** One whose waits take no time. */
    protected Sleeper sleeper() {
        return new NoTimePasses();
    }

    protected ReceivedRequest onlyRequest() {
        List<ReceivedRequest> requests = server.requests();
        if (requests.size() != 1) {
            throw new AssertionError("not one request: " + requests);
        }
        return requests.get(0);
    }

    protected static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (Exception broken) {
            throw new AssertionError("not JSON: " + text, broken);
        }
    }

    protected static String textOf(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    /** What the fan-out hands out at the next try: the rows that were not taken. */
    protected static Batch rest(Batch batch, ExportException partial) {
        Set<Object> taken = new HashSet<>(partial.taken());
        List<EncodedRow> rest =
                batch.rows().stream().filter(row -> !taken.contains(row.id())).toList();
        return batch.withRows(rest);
    }

    private final class NoTimePasses implements Sleeper {

        @Override
        public boolean sleep(Duration duration) {
            return mayWait;
        }

        @Override
        public boolean isStopRequested() {
            return !mayWait;
        }
    }
}
