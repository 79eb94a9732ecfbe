package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.admin.OverrideStore.Kept;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OverrideStore} owes to those who ask later. */
public abstract class OverrideStoreContract {

    /** Whose word is kept. */
    protected static final Destination HERE = new Destination("https://ingest.example", "team");

    /** When it is said. */
    protected static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final ServerOverrides SMALL_BATCHES =
            new ServerOverrides(Map.of(Overridable.EVENTS_PER_BATCH_MAX, BigDecimal.TEN));
    private static final ServerOverrides EVERYTHING = new ServerOverrides(Map.of(
            Overridable.EVENTS_PER_BATCH_MAX, BigDecimal.valueOf(100_000),
            Overridable.MAX_BODY_BYTES, BigDecimal.ONE,
            Overridable.FLUSH_INTERVAL_MS, BigDecimal.valueOf(86_400_000),
            Overridable.SAMPLE_RATE, BigDecimal.valueOf(1.0E-7)));

    private OverrideStore store;

    /** A store that nothing was kept in. */
    protected abstract OverrideStore newStore() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = newStore();
    }

    @Test
    void nothingIsKnownOfAServerThatWasNeverAsked() {
        assertThat(store.find(HERE)).isEmpty();
    }

    @Test
    void whatWasSaidIsFoundAsItWasWithItsTime() {
        store.keep(HERE, EVERYTHING, NOW);

        assertThat(store.find(HERE)).contains(new Kept(EVERYTHING, NOW));
    }

    @Test
    void whatIsSaidNextReplacesAllOfIt() {
        store.keep(HERE, EVERYTHING, NOW);
        store.keep(HERE, SMALL_BATCHES, NOW.plusSeconds(1));

        assertThat(store.find(HERE)).contains(new Kept(SMALL_BATCHES, NOW.plusSeconds(1)));
    }

    @Test
    void aServerThatOverridesNothingAnyMoreIsLikeOneThatNeverDid() {
        store.keep(HERE, EVERYTHING, NOW);
        store.keep(HERE, ServerOverrides.NONE, NOW.plusSeconds(1));

        assertThat(store.find(HERE)).isEmpty();
    }

    @Test
    void whatOneServerSaidIsNothingToAnotherOrToAnotherTeam() {
        store.keep(HERE, EVERYTHING, NOW);

        assertThat(store.find(new Destination("https://elsewhere.example", "team")))
                .isEmpty();
        assertThat(store.find(new Destination("https://ingest.example", "other")))
                .isEmpty();
    }

    @Test
    void onlyTheLastServerIsRemembered() {
        Destination former = new Destination("https://former.example", "team");
        store.keep(former, EVERYTHING, NOW);
        store.keep(HERE, SMALL_BATCHES, NOW);

        assertThat(store.find(former)).isEmpty();
    }
}
