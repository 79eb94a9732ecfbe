package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.Reply;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a server should not send, and some that it may. */
class OddAnswersTest extends AgainstScriptedIngest {

    @Test
    void f41_interimAnswersAreSkipped() {
        Reply reply = Reply.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + Reply.answer(202, "{\"received\":2}").text());

        assertThat(outcomeOf(patientGateway(), reply)).isEqualTo(new Accepted(2, 0));
    }

    /** Twelve bytes hold all of the status. What of the head is missing then tells nothing that a 202 needs. */
    @Test
    void f9_aStatusThatSaysAcceptedIsProofWhereverTheAnswerIsCutThen() {
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
    void f5_aConflictIsNoProofWhereverTheAnswerIsCut() {
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
    void f43_aBodyInChunksIsReadAsFarAsItIsSound(String chunks, long received) {
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
    void f43_twoLengthsThatDifferAreNoAnswerOrLeaveTheBodyUnread() {
        IngestOutcome outcome = outcomeOf(
                patientGateway(),
                Reply.raw("HTTP/1.1 409 A\r\nContent-Length: 2\r\nContent-Length: 11\r\n\r\n{\"error\":1}"));

        assertThat(outcome.isAmbiguous()).isTrue();
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
    void f42_anAnswerToHalfARequestIsHeardAlthoughTheServerClosesThen() {
        HttpIngestGateway gateway = patientGateway();
        ingest.reply(wire -> {
            wire.readHead();
            wire.send(Reply.answer(413, "too long").text());
            wire.close();
        });

        assertThat(gateway.prepare(longBatch()).send(once())).isEqualTo(new TooLarge("too long"));
        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
    }

    /** The reset may overtake the answer. */
    @ParameterizedTest
    @ValueSource(ints = {413, 429})
    void f42_anAnswerToHalfARequestWithAResetBehindItIsHeardOrLeavesTheFateOpen(int status) {
        HttpIngestGateway gateway = patientGateway();
        ingest.reply(wire -> {
            wire.readHead();
            wire.send(Reply.answer(status, "early").text());
            wire.reset();
        });

        IngestOutcome outcome = gateway.prepare(longBatch()).send(once());

        assertThat(outcome)
                .satisfiesAnyOf(
                        heard -> assertThat(heard).isEqualTo(new TooLarge("early")),
                        heard -> assertThat(heard).isEqualTo(new RateLimited(Optional.empty(), "early")),
                        open -> assertThat(open.isAmbiguous()).isTrue());
        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
    }

    /** Of a refusal with some bytes changed, dropped or doubled. */
    @Test
    void f43_noiseIsAnAnswerOrNoneButNeverAFailureAndNeverProof() {
        HttpIngestGateway gateway = patientGateway();
        String refusal = Reply.answer(503, "{\"received\":2}")
                .withHeader("Transfer-Encoding", "chunked")
                .text();
        Random random = new Random(43);

        for (int i = 0; i < 500; i++) {
            String noise = mutated(refusal, random);

            assertThat(outcomeOf(gateway, Reply.raw(noise))).as(noise).isNotInstanceOf(Accepted.class);
        }
    }

    @Test
    void f56_aResetWhileTheRequestIsSentMayMeanThatItArrived() {
        ingest.reply(wire -> {
            wire.readHead();
            wire.reset();
        });

        IngestOutcome outcome = patientGateway().prepare(longBatch()).send(once());

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isTrue();
    }

    @Test
    void f47_aHeadOfTooManyLinesIsNoAnswer() {
        Reply reply = Reply.raw("HTTP/1.1 202 A\r\n" + "X: y\r\n".repeat(300) + "Content-Length: 0\r\n\r\n");

        assertThat(outcomeOf(patientGateway(), reply).isAmbiguous()).isTrue();
    }

    @Test
    void f47_aHeadWithALineThatIsTooLongIsNoAnswer() {
        Reply reply = Reply.raw("HTTP/1.1 202 A\r\nX: " + "y".repeat(20_000) + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(outcomeOf(patientGateway(), reply).isAmbiguous()).isTrue();
    }

    @Test
    void f127_theWordsOfBrokenServersAreTamed() {
        Reply reply = Reply.raw("\u001b[31m" + TOKEN.reveal() + "\r\n\r\n");

        IngestOutcome outcome = outcomeOf(patientGateway(), reply);

        assertThat(((Unreachable) outcome).message())
                .doesNotContain(TOKEN.reveal(), "\u001b", "\n")
                .isNotEmpty();
    }

    private static Meaning meaning(IngestOutcome outcome) {
        return ((Conflict) outcome).meaning();
    }

    private static String mutated(String text, Random random) {
        StringBuilder noise = new StringBuilder(text);
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(noise.length());
            switch (random.nextInt(3)) {
                case 0 -> noise.setCharAt(at, (char) random.nextInt(128));
                case 1 -> noise.deleteCharAt(at);
                default -> noise.insert(at, noise.substring(at, Math.min(noise.length(), at + random.nextInt(9))));
            }
        }
        return noise.toString();
    }
}
