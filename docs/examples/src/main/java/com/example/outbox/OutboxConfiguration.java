package com.example.outbox;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A configuration class as Spring likes it, without Spring: one method per bean, arguments are other beans. With Spring on the class path put
 * {@code @Configuration} on the class and {@code @Bean} on the methods; Spring then closes the sync by itself, as it closes every bean
 * with a {@code close()}, and the sync closes what it was made of.
 */
public final class OutboxConfiguration {

    private static final long MOST_WAITING_ROWS = 1_000_000;

    /** What stands in the application's properties. */
    public record OutboxProperties(
            Path file, String endpoint, Secret token, String team, Secret salt, Duration interval) {}

    // @Bean(destroyMethod = "")
    public SqliteOutbox outbox(OutboxProperties properties) {
        return SqliteOutbox.open(properties.file(), new PendingLimits(MOST_WAITING_ROWS, 0));
    }

    // @Bean(destroyMethod = "")
    public HttpIngest ingest(OutboxProperties properties) {
        return HttpIngest.builder(properties.endpoint(), properties.token())
                .requestTimeout(Duration.ofSeconds(30))
                .build();
    }

    // @Bean
    public OutboxSync outboxSync(
            OutboxProperties properties, SqliteOutbox outbox, HttpIngest ingest, FlushListener listener) {
        OutboxSync sync = OutboxSync.builder(outbox, ingest)
                .team(properties.team(), properties.salt())
                .listener(listener)
                .build();
        sync.start(properties.interval());
        return sync;
    }
}
