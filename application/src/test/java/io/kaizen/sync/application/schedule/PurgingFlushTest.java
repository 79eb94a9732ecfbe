package io.kaizen.sync.application.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurgingFlushTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long MIB = 1L << 20;

    private final Upkeep upkeep = new Upkeep();
    private final StoppableSleeper sleeper = new StoppableSleeper();
    private final List<String> warnings = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private Instant now = NOW;

    private final PurgingFlush flush = new PurgingFlush(
            () -> new FlushReport(1, 2, 0, 0, stops),
            RetentionPolicy.ofDays(Optional.empty()),
            upkeep,
            sleeper,
            () -> now,
            event -> {
                if (event instanceof WarnedOfStorage warned) {
                    warnings.add(warned.message());
                }
            });

    @Test
    void f95_afterAFlushWhatWasSentAWeekAgoIsPurged() {
        upkeep.old = 1_500;

        FlushReport report = flush.flush();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(upkeep.calls)
                .containsExactly(
                        "mark " + NOW,
                        "purge 1000 before " + NOW.minus(Duration.ofDays(7)),
                        "purge 1000 before " + NOW.minus(Duration.ofDays(7)),
                        "trim");
        assertThat(warnings).isEmpty();
    }

    @Test
    void f95_inADatabaseOfKaizensNothingIsPurgedUnasked() {
        upkeep.foreign = true;

        flush.flush();

        assertThat(upkeep.calls).containsExactly("trim");
    }

    @Test
    void onceAnHourIsEnough() {
        flush.flush();
        upkeep.calls.clear();

        now = NOW.plusSeconds(3_599);
        flush.flush();
        assertThat(upkeep.calls).containsExactly("trim");

        now = NOW.plusSeconds(3_600);
        flush.flush();
        assertThat(upkeep.calls).contains("mark " + now);
    }

    @Test
    void noFlushEndsLateBecauseThereIsMuchToPurge() {
        upkeep.old = 50_000;

        flush.flush();
        assertThat(upkeep.old).isEqualTo(30_000);
        flush.flush();
        assertThat(upkeep.old).isEqualTo(10_000);
        flush.flush();
        assertThat(upkeep.old).isZero();
    }

    @Test
    void aStopEndsPurgingAtOnce() {
        upkeep.old = 50_000;
        upkeep.atPurge = sleeper::requestStop;

        flush.flush();

        assertThat(upkeep.old).isEqualTo(49_000);
    }

    @Test
    void troubleIsToldAndHarmsNoFlush() {
        upkeep.atPurge = () -> {
            throw new OutboxStoreException("kaizen.db is locked");
        };

        assertThat(flush.flush().rows()).isEqualTo(2);
        assertThat(warnings).containsExactly("not tidied up: kaizen.db is locked");
    }

    @Test
    void storageThatIsInTroubleIsLeftAlone() {
        stops.add(Stop.of(StopReason.STORE, "damaged"));

        flush.flush();

        assertThat(upkeep.calls).isEmpty();
    }

    @Test
    void f18_afterAStopTheStorageIsNotWaitedForAgain() {
        sleeper.requestStop();

        flush.flush();

        assertThat(upkeep.calls).isEmpty();
    }

    @Test
    void whateverElseStoppedTheFlushItTidiesUp() {
        stops.add(Stop.of(StopReason.UNREACHABLE, "no answer"));

        flush.flush();

        assertThat(upkeep.calls).contains("trim");
    }

    @Test
    void f86_aLogThatHasGrownTooLongIsToldOnce() {
        upkeep.bytes = 64 * MIB;
        flush.flush();
        assertThat(warnings).isEmpty();

        upkeep.bytes = 64 * MIB + 1;
        flush.flush();
        flush.flush();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("grown to 64 MiB")
                .contains("end that program");

        upkeep.bytes = 0;
        flush.flush();
        upkeep.bytes = 100 * MIB;
        flush.flush();
        assertThat(warnings).hasSize(2);
    }

    private static final class Upkeep implements OutboxAdmin {

        private final List<String> calls = new ArrayList<>();
        private boolean foreign;
        private long old;
        private long bytes;
        private Runnable atPurge = () -> {};

        @Override
        public OutboxStatus status() {
            throw new AssertionError();
        }

        @Override
        public List<String> problems() {
            throw new AssertionError();
        }

        @Override
        public OutboxBalance balance() {
            throw new AssertionError();
        }

        @Override
        public DeadLetters deadLetters() {
            throw new AssertionError();
        }

        @Override
        public OverrideStore overrides() {
            throw new AssertionError();
        }

        @Override
        public boolean isForeign() {
            return foreign;
        }

        @Override
        public void markSent(Instant when) {
            calls.add("mark " + when);
        }

        @Override
        public PurgeResult purgeSent(Instant sentBefore, int maxRows) {
            atPurge.run();
            calls.add("purge " + maxRows + " before " + sentBefore);
            long removed = Math.min(old, maxRows);
            old -= removed;
            return new PurgeResult(removed, old == 0);
        }

        @Override
        public long trim() {
            calls.add("trim");
            return bytes;
        }
    }
}
