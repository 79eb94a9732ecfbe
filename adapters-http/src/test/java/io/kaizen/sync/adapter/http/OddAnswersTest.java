package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a server should not send, and some that it may. */
class OddAnswersTest extends AgainstScriptedIngest {

    @Test
    void interimAnswersAreSkipped() {
        Reply reply = Reply.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + Reply.answer(202, "{\"received\":2}").text());

        assertThat(outcomeOf(patientGateway(), reply)).isEqualTo(new Accepted(2, 0));
    }

    /** Twelve bytes hold all of the status. What of the head is missing then tells nothing that a 202 needs. */
    @Test
    void aStatusThatSaysAcceptedIsProofWhereverTheAnswerIsCutThen() {
        HttpIngestGateway gateway = patientGateway();
        String answer = Reply.answer(202, "{\"received\":2}").text();
        int headLength = answer.indexOf("\r\n\r\n") + 4;

        for (int length = 0; length < answer.length(); length++) {
            IngestOutcome outcome = outcomeOf(gateway, Reply.raw(answer.substring(0, length)));

            assertThat(outcome.isAmbiguous() || outcome.equals(Accepted.UNCOUNTED))
                    .as("cut after %d bytes: %s", length, outcome)
                    .isTrue();
            assertThat(outcome).isInstanceOf(length >= headLength ? Accepted.class : IngestOutcome.class);
            assertThat(outcome).isInstanceOf(length < 12 ? Unreachable.class : IngestOutcome.class);
        }
    }

    @Test
    void aConflictIsNoProofWhereverTheAnswerIsCut() {
        HttpIngestGateway gateway = patientGateway();
        String answer =
                Reply.answer(409, "{\"error\":\"the first one failed\"}").text();

        for (int length = 0; length < answer.length(); length++) {
            IngestOutcome outcome = outcomeOf(gateway, Reply.raw(answer.substring(0, length)));

            assertThat(outcome.isAmbiguous())
                    .as("cut after %d bytes: %s", length, outcome)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'5|{\"rec|9|eived\":2}|0||', 2",
        "'5|{\"rec|9|eived\":2}|', 0",
        "'5|{\"rec|zz|', 0",
        "'5|{\"rec', 0",
    })
    void aBodyInChunksIsRead(String chunks, long received) {
        String head = "HTTP/1.1 202 A\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(outcomeOf(patientGateway(), Reply.raw(head + chunks.replace("|", "\r\n"))))
                .isEqualTo(new Accepted(received, 0));
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() {
        assertThat(outcomeOf(patientGateway(), Reply.raw("HTTP/1.1 202 A\r\n\r\n{\"received\":2}")))
                .isEqualTo(new Accepted(2, 0));
    }

    @Test
    void twoLengthsThatDifferAreNoAnswerOrLeaveTheBodyUnread() {
        IngestOutcome outcome = outcomeOf(
                patientGateway(),
                Reply.raw("HTTP/1.1 409 A\r\nContent-Length: 2\r\nContent-Length: 11\r\n\r\n{\"error\":1}"));

        assertThat(outcome.isAmbiguous()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 413, 500})
    void anEndlessBodyIsReadToItsLimitOnly(int status) throws Exception {
        CompletableFuture<Long> sent = new CompletableFuture<>();
        HttpIngestGateway gateway = patientGateway();

        IngestOutcome outcome = outcomeOf(gateway, wire -> sent.complete(sendWithoutEnd(wire, status)));

        assertThat(outcome).isInstanceOfAny(Accepted.class, TooLarge.class, ServerError.class);
        assertThat(sent.get(10, TimeUnit.SECONDS)).isLessThan(50_000_000);
        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void aBodyOf64KibibytesIsReadAndOneByteMoreIsNot() {
        String just = "{\"error\":\"" + "x".repeat(64 * 1024 - 12) + "\"}";
        HttpIngestGateway gateway = patientGateway();

        assertThat(just).hasSize(64 * 1024);
        assertThat(meaning(outcomeOf(gateway, Reply.answer(409, just)))).isEqualTo(Meaning.KEY_BURNT);
        assertThat(meaning(outcomeOf(gateway, Reply.answer(409, just + " ")))).isEqualTo(Meaning.UNKNOWN);
    }

    @Test
    void answersThatAreNotReadToTheirEndCostNoConnectionForGood() {
        HttpIngestGateway gateway = patientGateway();
        Answer tooLong = Reply.answer(202, "x".repeat(70_000));

        for (int i = 0; i < 300; i++) {
            assertThat(outcomeOf(gateway, tooLong)).isEqualTo(Accepted.UNCOUNTED);
        }
    }

    @Test
    void aMegabyteOfHeadersIsNoAnswer() {
        HttpIngestGateway gateway = patientGateway();
        String oneLine = "HTTP/1.1 202 A\r\nX: " + "x".repeat(1_000_000) + "\r\n\r\n";
        String manyLines =
                "HTTP/1.1 202 A\r\n" + "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(20_000) + "\r\n";

        for (String head : new String[] {oneLine, manyLines}) {
            IngestOutcome outcome = outcomeOf(gateway, Reply.raw(head));
            assertThat(outcome).isInstanceOf(Unreachable.class);
            assertThat(outcome.isAmbiguous()).isTrue();
        }
    }

    @Test
    void anAnswerToHalfARequestIsHeardAlthoughTheServerClosesThen() {
        HttpIngestGateway gateway = patientGateway();
        ingest.reply(wire -> {
            wire.readHead();
            wire.send(Reply.answer(413, "too long").text());
            wire.close();
        });

        assertThat(gateway.send(longBatch(), once())).isEqualTo(new TooLarge("too long"));
        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void aResetWhileTheRequestIsSentMayMeanThatItArrived() {
        ingest.reply(wire -> {
            wire.readHead();
            wire.reset();
        });

        IngestOutcome outcome = patientGateway().send(longBatch(), once());

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isTrue();
    }

    @Test
    void anEncodedBodyIsLeftAlone() {
        Answer gzipped = Reply.answer(202, "{\"received\":2}").withHeader("Content-Encoding", "gzip");

        assertThat(outcomeOf(patientGateway(), gzipped)).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void aHeadOfTooManyLinesIsNoAnswer() {
        Reply reply = Reply.raw("HTTP/1.1 202 A\r\n" + "X: y\r\n".repeat(300) + "Content-Length: 0\r\n\r\n");

        assertThat(outcomeOf(patientGateway(), reply).isAmbiguous()).isTrue();
    }

    @Test
    void aHeadWithALineThatIsTooLongIsNoAnswer() {
        Reply reply = Reply.raw("HTTP/1.1 202 A\r\nX: " + "y".repeat(20_000) + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(outcomeOf(patientGateway(), reply).isAmbiguous()).isTrue();
    }

    @Test
    void theWordsOfBrokenServersAreTamed() {
        Reply reply = Reply.raw("\u001b[31m" + TOKEN.reveal() + "\r\n\r\n");

        IngestOutcome outcome = outcomeOf(patientGateway(), reply);

        assertThat(((Unreachable) outcome).message())
                .doesNotContain(TOKEN.reveal(), "\u001b", "\n")
                .isNotEmpty();
    }

    private static Meaning meaning(IngestOutcome outcome) {
        return ((Conflict) outcome).meaning();
    }

    /** Sends until the client has enough; returns how many bytes that were. */
    private static long sendWithoutEnd(Wire wire, int status) throws IOException {
        wire.readRequest();
        wire.send("HTTP/1.1 " + status + " A\r\nContent-Length: 4294967296\r\n\r\n");
        byte[] block = "x".repeat(65_536).getBytes(UTF_8);
        long sent = 0;
        try {
            while (sent < 4_294_967_296L) {
                wire.send(block);
                sent += block.length;
            }
        } catch (SocketException enough) {
            return sent;
        }
        return sent;
    }
}
