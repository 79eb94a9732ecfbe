package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import io.kaizen.sync.adapter.http.row.JacksonRowRedaction;
import io.kaizen.sync.application.enqueue.EnqueueRowsService;
import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.domain.limits.SyncLimits;
import io.kaizen.sync.domain.redaction.RedactionRules;
import io.kaizen.sync.domain.redaction.Redactor;
import java.util.random.RandomGenerator;

/** Enqueuing with redaction. Needs the team's salt. */
final class RedactionModule extends AbstractModule {

    /** What enqueues rows after it has redacted them. */
    static final Key<EnqueueRows> REDACTING = Key.get(EnqueueRows.class, Names.named("redacting"));

    @Provides
    @Named("redacting")
    EnqueueRows redacting(
            RowPreparation redaction, RowQueue queue, RowEncoder encoder, SyncLimits limits, RandomGenerator random) {
        return new EnqueueRowsService(redaction, queue, encoder, limits.sampleRate(), random);
    }

    @Provides
    RowPreparation redaction(Workspace workspace, SyncConfig sync, ContentHasher hasher) {
        SaltedHasher salted = new SaltedHasher(hasher, sync.teamSaltHex());
        return new JacksonRowRedaction(
                new Redactor(RedactionRules.standard(), workspace.root().toString(), salted));
    }
}
