package io.kaizen.sync.application.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.Fixtures;
import io.kaizen.sync.domain.batch.BatchLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlushSettingsTest {

    @Test
    void aLeaseOutlastsTheWaitThePostItsExportersAndTheCommit() {
        FlushSettings settings = Fixtures.settings(new BatchLimits(3, 1_000));

        Duration lease = settings.leaseFor(Duration.ofSeconds(10));

        Duration work = Duration.ofSeconds(10).plus(settings.requestTimeout()).plus(settings.exporterTimeout());
        assertThat(lease).isEqualTo(work.plusSeconds(30));
    }
}
