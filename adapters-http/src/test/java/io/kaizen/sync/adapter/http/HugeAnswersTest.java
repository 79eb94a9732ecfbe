package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that are longer than anybody's memory. What the sending thread allocates is counted, garbage included: so no heap can
 * grow, however large it is.
 */
class HugeAnswersTest extends AgainstScriptedIngest {

    private static final long FOUR_GIBIBYTES = 4L << 30;

    /** What the buffers between two sockets hold, and then some. */
    private static final long UNREAD = 32 << 20;

    private static final long MOST_ALLOCATED = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HttpIngestGateway gateway;

    @BeforeEach
    void loadClasses() {
        gateway = patientGateway();
        outcomeOf(gateway, Reply.answer(202));
    }

    @ParameterizedTest
    @CsvSource({
        "202, Content-Length: 4294967296",
        "202, Transfer-Encoding: chunked",
        "202, X-No-Length: at all",
        "409, Content-Length: 4294967296",
        "413, Transfer-Encoding: chunked",
        "429, Content-Length: 4294967296",
        "503, X-No-Length: at all",
    })
    void f44_ofABodyOf4GibibytesOnlyABitIsReadAndNothingKept(int status, String length) throws Exception {
        CompletableFuture<Long> sent = new CompletableFuture<>();
        long before = allocated();

        IngestOutcome outcome = outcomeOf(gateway, wire -> sent.complete(sendForEver(wire, status, length)));

        assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
        assertThat(sent.get(20, TimeUnit.SECONDS)).isLessThan(UNREAD);
        assertThat(outcome).isNotInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isEqualTo(status == 409);
        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "gzip, gzip", "x-unheard-of"})
    void f46_aBombIsNotUnpacked(String encoding) throws Exception {
        String bomb = "HTTP/1.1 409 A\r\nContent-Encoding: " + encoding + "\r\n\r\n";
        long before = allocated();

        IngestOutcome outcome = outcomeOf(gateway, wire -> {
            wire.readRequest();
            wire.send(bomb);
            wire.send(gzip(new byte[50_000_000]));
            wire.close();
        });

        assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
        assertThat(outcome).isEqualTo(new Conflict(Meaning.UNKNOWN, ""));
    }

    @Test
    void f46_fiftyEncodingsOnTopOfEachOtherAreLeftAlone() throws Exception {
        byte[] body = "{\"received\":2}".getBytes(UTF_8);
        for (int i = 0; i < 50; i++) {
            body = gzip(body);
        }
        String text = new String(body, ISO_8859_1);
        String head = "HTTP/1.1 202 A\r\n" + "Content-Encoding: gzip\r\n".repeat(50) + "\r\n";

        assertThat(outcomeOf(gateway, Reply.raw(head + text))).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void f47_aMegabyteOfHeadersIsNoAnswer() {
        String oneLine = "HTTP/1.1 202 A\r\nX: " + "x".repeat(1_000_000) + "\r\n\r\n";
        String manyLines = "HTTP/1.1 202 A\r\n" + ("X: " + "y".repeat(45) + "\r\n").repeat(20_000) + "\r\n";

        for (String head : new String[] {oneLine, manyLines}) {
            long before = allocated();

            IngestOutcome outcome = outcomeOf(gateway, Reply.raw(head));

            assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
            assertThat(outcome).isInstanceOf(Unreachable.class);
            assertThat(outcome.isAmbiguous()).isTrue();
        }
    }

    @Test
    void f127_twoMegabytesOfTerminalCommandsBecomeOneShortLine() {
        String words = ("\u001b[2J\u001b]0;owned\u0007\r\n" + TOKEN.reveal()).repeat(70_000);

        IngestOutcome outcome = outcomeOf(gateway, Reply.answer(400, words));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ClientError.class,
                        error -> assertThat(error.message())
                                .hasSizeBetween(1, 512)
                                .doesNotContain(TOKEN.reveal())
                                .matches("\\P{Cntrl}*"));
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Sends until the client has enough; returns how many bytes that were. Holds one block of them. */
    private static long sendForEver(Wire wire, int status, String length) throws IOException {
        wire.readRequest();
        wire.send("HTTP/1.1 " + status + " A\r\n" + length + "\r\n\r\n");
        byte[] block = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(UTF_8);
        long sent = 0;
        try {
            while (sent < FOUR_GIBIBYTES) {
                wire.send(block);
                sent += block.length;
            }
            return sent;
        } catch (SocketException enough) {
            return sent;
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
