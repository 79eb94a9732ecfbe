package io.kaizen.sync.application.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.Fixtures;
import io.kaizen.sync.domain.batch.BatchLimits;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlushSettingsTest {

    @Test
    void aLeaseOutlastsTheWaitThePostItsExportersAndTheCommit() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        FlushSettings settings = Fixtures.settings(new BatchLimits(3, 1_000));

        Instant end = settings.leaseUntil(now, Duration.ofSeconds(10));

        Duration work = Duration.ofSeconds(10).plus(settings.requestTimeout()).plus(settings.exporterTimeout());
        assertThat(end).isEqualTo(now.plus(work).plusSeconds(30));
    }
}
