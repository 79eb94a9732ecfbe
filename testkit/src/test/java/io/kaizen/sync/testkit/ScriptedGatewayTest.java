package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.util.List;

/** The fake keeps the contract of what it stands for. */
class ScriptedGatewayTest extends IngestGatewayContract {

    /** The gateway to be tested, which sends what it sends through {@code gateway}. */
    IngestGateway around(ScriptedGateway gateway) {
        return gateway;
    }

    @Override
    protected GatewayUnderTest newGateway() {
        ScriptedGateway gateway = new ScriptedGateway();
        return new GatewayUnderTest() {
            @Override
            public IngestGateway gateway() {
                return around(gateway);
            }

            @Override
            public void answer(IngestOutcome... outcomes) {
                gateway.answer(outcomes);
            }

            @Override
            public List<IdempotencyKey> keys() {
                return gateway.posts().stream().map(ScriptedGateway.Post::key).toList();
            }

            @Override
            public void vanish() {
                gateway.otherwise(batch -> new IngestOutcome.Unreachable("nobody is there", false));
            }

            @Override
            public void close() {}
        };
    }
}
