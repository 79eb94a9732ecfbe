package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.application.port.out.IngestGateway.Parcel;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link IngestGateway} owes to the flush, whatever it speaks with its server. A gateway may ask what is to follow an outcome,
 * or send once and ask nothing: both keep the contract.
 */
public abstract class IngestGatewayContract {

    private GatewayUnderTest it;

    /** A gateway whose server has not been asked anything yet. */
    protected abstract GatewayUnderTest newGateway() throws Exception;

    @BeforeEach
    void openGateway() throws Exception {
        it = newGateway();
    }

    @AfterEach
    void closeGateway() {
        it.close();
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                argumentSet("accepted", new Accepted(2, 1)),
                argumentSet("known", new Conflict(Conflict.Meaning.STORED_BEFORE, "")),
                argumentSet("too large", new TooLarge("why")),
                argumentSet("told to wait", new RateLimited(Optional.of(Duration.ofSeconds(7)), "why")),
                argumentSet("not authorized", new Unauthorized("why")),
                argumentSet("refused", new ClientError(422, "why")),
                argumentSet("in trouble", new ServerError(503, "why")));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void e7_anAnswerIsAnOutcomeAndCostsOnePost(IngestOutcome outcome) {
        it.answer(outcome);
        Script attempts = new Script();

        assertThat(send(attempts)).isEqualTo(outcome);

        assertThat(it.keys()).containsExactly(key(0));
        assertThat(attempts.heard).isSubsetOf(outcome);
    }

    @Test
    void e7_aServerThatIsNotThereIsAnOutcomeToo() {
        it.vanish();

        IngestOutcome outcome = send(new Script());

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void e7_whatIsSentAgainGoesUnderTheKeyThatItIsGiven() {
        it.answer(new ServerError(503, ""), new ServerError(503, ""), new Accepted(2, 0));
        Script attempts = new Script(key(0), key(5));

        IngestOutcome last = send(attempts);

        if (attempts.heard.isEmpty()) {
            assertThat(it.keys()).as("sends once and asks nothing").containsExactly(key(0));
        } else {
            assertThat(last).isEqualTo(new Accepted(2, 0));
            assertThat(it.keys()).containsExactly(key(0), key(0), key(5));
            assertThat(attempts.heard)
                    .containsExactly(new ServerError(503, ""), new ServerError(503, ""), new Accepted(2, 0));
        }
    }

    @Test
    void e7_whatTheAttemptsThrowPassesThrough() {
        it.answer(new ServerError(503, ""));
        IllegalStateException thrown = new IllegalStateException("the disk is gone");
        Script attempts = new Script() {
            @Override
            public Next after(IngestOutcome outcome) {
                super.after(outcome);
                throw thrown;
            }
        };

        if (catchAsks(attempts)) {
            it.answer(new ServerError(503, ""));
            assertThatThrownBy(() -> send(attempts)).isSameAs(thrown);
        }
    }

    @Test
    void e7_aParcelCanBeSentAgain() {
        it.answer(new ServerError(503, ""), new Accepted(2, 0));
        Parcel parcel = it.gateway().wrap(SampleBatches.events(2));

        assertThat(parcel.send(new Script())).isEqualTo(new ServerError(503, ""));
        assertThat(parcel.send(new Script())).isEqualTo(new Accepted(2, 0));
        assertThat(it.keys()).hasSize(2);
    }

    @Test
    void e7_itIsGoodForFurtherBatchesAfterAnyAnswer() {
        List<IngestOutcome> all =
                outcomes().map(each -> (IngestOutcome) each.get()[0]).toList();

        for (IngestOutcome outcome : all) {
            it.answer(outcome, new Accepted(2, 0));
            assertThat(send(new Script())).isEqualTo(outcome);
            assertThat(send(new Script())).isEqualTo(new Accepted(2, 0));
        }
    }

    @Test
    void e7_severalThreadsCanSend() throws Exception {
        int threads = 4;
        it.answer(IntStream.range(0, threads).mapToObj(i -> new Accepted(2, 0)).toArray(IngestOutcome[]::new));

        List<CompletableFuture<IngestOutcome>> sent = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            sent.add(CompletableFuture.supplyAsync(() -> send(new Script())));
        }

        for (CompletableFuture<IngestOutcome> each : sent) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(new Accepted(2, 0));
        }
        assertThat(it.keys()).hasSize(threads);
    }

    private IngestOutcome send(Attempts attempts) {
        return it.gateway().send(SampleBatches.events(2), attempts);
    }

    /** Sends; whether the gateway asked. */
    private boolean catchAsks(Script attempts) {
        try {
            send(attempts);
        } catch (IllegalStateException passedThrough) {
            // Looked at by the caller, on the next call.
        }
        return !attempts.heard.isEmpty();
    }

    private static IdempotencyKey key(int n) {
        return new IdempotencyKey(new UUID(0x7000, n));
    }

    /** Allows one POST, and then one more under each of the further keys; remembers what it was asked about. */
    private static class Script implements Attempts {

        private final Deque<IdempotencyKey> further;
        private final List<IngestOutcome> heard = new ArrayList<>();

        Script(IdempotencyKey... further) {
            this.further = new ArrayDeque<>(List.of(further));
        }

        @Override
        public IdempotencyKey key() {
            return IngestGatewayContract.key(0);
        }

        @Override
        public Next after(IngestOutcome outcome) {
            heard.add(outcome);
            return further.isEmpty() ? new Done() : new Again(Duration.ZERO, further.pop());
        }
    }
}
