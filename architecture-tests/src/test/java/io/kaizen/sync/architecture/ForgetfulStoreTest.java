package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.OutboxStoreContract;
import io.kaizen.sync.testkit.Settling;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract finds a store that keeps rows on disk and claims in memory. */
class ForgetfulStoreTest {

    @Test
    void e7_aStoreThatForgetsItsClaimsFailsTheContract() {
        TestExecutionSummary summary = run(Forgetful.class);

        assertThat(summary.getFailures())
                .extracting(failure -> failure.getTestIdentifier().getDisplayName())
                .contains(
                        "aClaimIsThereForTheNextHolderAsItWasWritten()", "anUpdateKeepsTheRowsAndChangesKeyAndState()");
        assertThat(summary.getTestsSucceededCount()).isPositive();
    }

    @Test
    void e7_theSameStoreWithAMemoryPassesIt() {
        TestExecutionSummary summary = run(Faithful.class);

        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isPositive();
    }

    private static TestExecutionSummary run(Class<?> contract) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** Not run by itself. */
    static class Faithful extends OutboxStoreContract {

        private InMemoryOutbox memory;

        @Override
        protected InMemoryOutbox openOutbox(Path folder, InstantSource clock) {
            if (memory == null) {
                memory = new InMemoryOutbox(clock);
            }
            return memory;
        }
    }

    /** Not run by itself. When it is opened again, all claims are gone. */
    static class Forgetful extends Faithful {

        @Override
        protected InMemoryOutbox openOutbox(Path folder, InstantSource clock) {
            InMemoryOutbox memory = super.openOutbox(folder, clock);
            memory.claims().forEach(claim -> {
                try (OutboxStore store = memory.newStore()) {
                    LaneGrant.Granted lane = (LaneGrant.Granted) store.openLane(claim.lane(), Duration.ofMinutes(1));
                    Settling.settle(store, lane.lease(), new Released(claim));
                    store.closeLane(lane.lease());
                }
            });
            return memory;
        }
    }
}
