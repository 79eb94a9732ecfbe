package com.example;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An outbox in ten lines. */
public final class Consumer {

    private Consumer() {}

    /** Wants a database file, an endpoint, a token and a salt. */
    public static void main(String[] args) {
        SqliteOutbox outbox = SqliteOutbox.open(Path.of(args[0]));
        HttpIngest ingest = HttpIngest.to(args[1], Secret.of(args[2]));
        try (OutboxSync sync = OutboxSync.builder(outbox, ingest)
                .team("my-team", Secret.of(args[3]))
                .workspace("my-service")
                .build()) {
            sync.start(Duration.ofSeconds(10));
            sync.enqueue(BatchKind.WORKSPACE_FACTS, new OwnerId("me"), List.of("{\"skill_slugs\":[],\"rule_slugs\":[]}"));
            System.out.println(sync.flush());
        }
    }
}
