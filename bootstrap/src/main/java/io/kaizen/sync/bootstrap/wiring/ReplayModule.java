package io.kaizen.sync.bootstrap.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteStoredRows;
import io.kaizen.sync.application.export.ProbeExportersService;
import io.kaizen.sync.application.export.ReplayRowsService;
import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.application.port.in.ReplayRows;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.StoredRows;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.bootstrap.config.ProjectName;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.kind.KaizenKinds;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The exporters without a flush: tried with a made-up event, or given what is stored. */
final class ReplayModule extends AbstractModule {

    /** What a made-up event is of, instead of the workspace; its hash is the same everywhere, and easy to filter out. */
    private static final byte[] NO_WORKSPACE = "kaizen-sync telemetry test".getBytes(UTF_8);

    @Provides
    ProbeExporters probe(
            List<Exporter> exporters,
            ExecutorService threads,
            SyncConfig sync,
            InstantSource clock,
            RowEncoder encoder,
            ContentHasher hasher,
            Workspace workspace) {
        BatchEnvelope madeUp = new BatchEnvelope(
                sync.teamId(), hasher.hash(new byte[0], NO_WORKSPACE), ProjectName.derive(workspace, sync));
        return new ProbeExportersService(exporters, threads, sync.exporterTimeout(), clock, encoder, madeUp);
    }

    @Provides
    @Singleton
    StoredRows storedRows(Workspace workspace, SyncConfig sync, Lifecycle lifecycle) {
        SqliteStoredRows rows = lifecycle.closing(SqliteStoredRows.open(
                OpenOutbox.fileOf(workspace), sync.storage().allowNetworkFs()));
        rows.workspace().ifPresent(owner -> WorkspaceCheck.require(workspace, owner));
        return rows;
    }

    @Provides
    ReplayRows replay(
            StoredRows rows,
            BatchEnvelope envelope,
            SyncConfig sync,
            RowEncoder encoder,
            List<Exporter> exporters,
            ExecutorService threads,
            Sleeper sleeper,
            InstantSource clock) {
        BatchLimits limits = sync.limits().batch().within(Runtime.getRuntime().maxMemory(), 1);
        return new ReplayRowsService(
                rows,
                new ReplayRowsService.Settings(envelope, limits, sync.exporterTimeout(), KaizenKinds.REGISTRY),
                encoder,
                exporters,
                threads,
                sleeper,
                clock);
    }
}
