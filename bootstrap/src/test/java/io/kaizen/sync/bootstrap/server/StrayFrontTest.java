package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.server.Stray.Manner;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that sends what nobody has asked for, seen on the wire, and what a flush makes of it. */
@Timeout(60)
class StrayFrontTest {

    private static final String ASK = "POST /v1/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

    private static final String BODY = "{\"error\":\"no such route\"}";

    @TempDir
    private Path folder;

    @Test
    void anAnswerComesTwice() throws IOException {
        assertThat(wordsOf(Manner.TWICE, BODY + "HTTP/1.1 404")).startsWith("HTTP/1.1 404");
    }

    @Test
    void anAnswerComesAgainOnTheIdleConnection() throws IOException {
        assertThat(wordsOf(Manner.LATE, BODY + "HTTP/1.1 404")).startsWith("HTTP/1.1 404");
    }

    @Test
    void bytesComeBeyondTheLength() throws IOException {
        assertThat(wordsOf(Manner.LONG, BODY + "{\"left\":\"over\"}")).contains("ontent-length: " + BODY.length());
    }

    @Test
    void aBodyEndsBeforeItsAnnouncedLength() throws IOException {
        assertThat(wordsOf(Manner.ENDLESS, BODY)).contains("ontent-length: " + (BODY.length() + 1_000));
    }

    @ParameterizedTest
    @EnumSource
    void b1_aFlushStoresEachRowOnce(Manner manner) throws IOException {
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .stray(new Stray(manner, 2))
                .maxItems(5)
                .build())) {
            CliFixture cli = new CliFixture(folder);
            cli.config(server.url().toString());
            String rows = IntStream.range(0, 20)
                    .mapToObj(i -> "{\"skill_slugs\":[\"" + i + "\"],\"rule_slugs\":[]}")
                    .collect(Collectors.joining("\n"));
            cli.input(rows).run("enqueue", "--kind", "workspace_facts");

            assertThat(cli.run("run", "--once").exit()).isZero();

            KindTally tally = server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS);
            assertThat(tally.stored()).isEqualTo(20);
            assertThat(tally.doubled()).isZero();
            assertThat(cli.run("verify").exit()).isZero();
        }
    }

    /** What comes behind one request whose stray bytes are due, up to {@code last}. */
    private static String wordsOf(Manner manner, String last) throws IOException {
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                        .stray(new Stray(manner, 1))
                        .build());
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(ASK.getBytes(UTF_8));
            StringBuilder words = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (!words.toString().endsWith(last)) {
                words.append((char) in.read());
            }
            return words.toString();
        }
    }
}
