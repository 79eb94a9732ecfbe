package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.time.Duration;
import java.util.List;

/** The fake keeps the contract of what it stands for. */
class ScriptedGatewayTest extends IngestGatewayContract {

    @Override
    protected GatewayUnderTest newGateway() {
        ScriptedGateway gateway = new ScriptedGateway(new Sleeper() {
            @Override
            public boolean sleep(Duration duration) {
                return true;
            }

            @Override
            public boolean isStopRequested() {
                return false;
            }
        });
        return new GatewayUnderTest() {
            @Override
            public IngestGateway gateway() {
                return gateway;
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
