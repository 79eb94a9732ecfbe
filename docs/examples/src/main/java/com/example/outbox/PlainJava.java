package com.example.outbox;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.List;

/** Build, enqueue, flush, close: the shortest use there is. No thread is started. */
public final class PlainJava {

    private static final String FACT = "{\"skill_slugs\":[\"review\"],\"rule_slugs\":[]}";

    private PlainJava() {}

    /** Puts one row into the outbox in {@code file} and sends it to {@code endpoint}. */
    public static FlushReport sendOneFact(Path file, String endpoint, Secret token, Secret teamSalt) {
        try (OutboxSync sync = OutboxSync.builder(SqliteOutbox.open(file), HttpIngest.to(endpoint, token))
                .team("my-team", teamSalt)
                .workspace("my-service")
                .build()) {
            sync.replace(BatchKind.WORKSPACE_FACTS, new OwnerId("my-service"), List.of(FACT));
            return sync.flush();
        }
    }
}
