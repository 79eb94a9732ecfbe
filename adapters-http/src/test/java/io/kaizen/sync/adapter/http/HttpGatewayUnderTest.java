package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.GatewayUnderTest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** A gateway over HTTP to a server that answers as kaizen's does. */
final class HttpGatewayUnderTest implements GatewayUnderTest {

    static final Sleeper IN_NO_TIME = new Sleeper() {
        @Override
        public boolean sleep(Duration duration) {
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedIngest server = ScriptedIngest.start();
    private final HttpIngestGateway sending;
    private final IngestGateway gateway;

    HttpGatewayUnderTest(UnaryOperator<IngestGateway> around) {
        sending = new HttpIngestGateway(
                new HttpIngestSettings(
                        server.endpoint(), () -> KaizenWireContract.TOKEN, PATIENCE, PATIENCE, 6, "1.2.3"),
                InstantSource.system());
        gateway = around.apply(sending);
    }

    @Override
    public IngestGateway gateway() {
        return gateway;
    }

    @Override
    public void answer(IngestOutcome... outcomes) {
        for (IngestOutcome outcome : outcomes) {
            server.reply(replyThatMeans(outcome));
        }
    }

    private static Reply replyThatMeans(IngestOutcome outcome) {
        if (outcome instanceof Accepted accepted) {
            return Reply.answer(
                    202, "{\"received\":" + accepted.received() + ",\"deduped\":" + accepted.deduped() + "}");
        }
        if (outcome instanceof Conflict) {
            return Reply.answer(409);
        }
        if (outcome instanceof TooLarge tooLarge) {
            return Reply.answer(413, tooLarge.message());
        }
        if (outcome instanceof RateLimited limited) {
            return Reply.answer(429, limited.message())
                    .withHeader(
                            "Retry-After",
                            Long.toString(limited.retryAfter().orElseThrow().toSeconds()));
        }
        if (outcome instanceof Unauthorized refused) {
            return Reply.answer(401, refused.message());
        }
        if (outcome instanceof ClientError refused) {
            return Reply.answer(refused.status(), refused.message());
        }
        if (outcome instanceof ServerError trouble) {
            Answer answer = Reply.answer(trouble.status(), trouble.message());
            return trouble.retryAfter()
                    .map(asked -> answer.withHeader("Retry-After", Long.toString(asked.toSeconds())))
                    .orElse(answer);
        }
        throw new IllegalArgumentException("not in the contract: " + outcome);
    }

    @Override
    public List<IdempotencyKey> keys() {
        return server.requests().stream()
                .map(request -> IdempotencyKey.parse(
                        request.header("X-Kaizen-Idempotency-Key").get(0)))
                .toList();
    }

    @Override
    public void vanish() {
        server.close();
    }

    @Override
    public void close() {
        sending.close();
        server.close();
    }
}
