package com.example.boot;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/** A host with a database of its own, which Spring Boot's Flyway migrates, and an outbox. */
@SpringBootApplication(proxyBeanMethods = false)
public class HostApplication {

    /** Starts it; settings come as arguments. */
    public static void main(String[] args) {
        SpringApplication.run(HostApplication.class, args);
    }

    /** After the host's own migrations: where both share a file, Flyway wants to find it empty. */
    @Bean
    @DependsOnDatabaseInitialization
    OutboxSync outboxSync(@Value("${outbox.file}") Path file, @Value("${outbox.endpoint}") String endpoint) {
        return OutboxSync.builder(SqliteOutbox.open(file), HttpIngest.to(endpoint, Secret.of("t0ken")))
                .team("my-team", Secret.of("ab".repeat(32)))
                .workspace("my-service")
                .build();
    }
}
