package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.domain.limits.SyncLimits;
import java.util.function.Supplier;

/** What holds for who does not flush: the server's word is what it said last. */
final class LimitsAsLastSaid {

    private LimitsAsLastSaid() {}

    /** @param store is asked for only where there is a server */
    static SyncLimits of(KaizenConfig config, Supplier<OverrideStore> store) {
        SyncConfig sync = config.sync();
        EffectiveLimits limits = new EffectiveLimits(sync.limits(), config.pinned());
        if (sync.isOn()) {
            store.get().find(sync.destination()).ifPresent(kept -> limits.obey(kept.overrides()));
        }
        return limits.current();
    }
}
