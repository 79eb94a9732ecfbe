package com.example.outbox;

import static io.kaizen.sync.domain.kind.FieldRule.omitted;
import static io.kaizen.sync.domain.kind.FieldRule.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.RowSchema;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose server takes other things than kaizen's. */
class OwnKindsTest {

    private static final BatchKind ORDERS = new BatchKind("orders");
    private static final BatchKind STOCK = new BatchKind("stock");
    private static final BatchKind AUDIT = new BatchKind("audit");
    private static final OwnerId SHOP = new OwnerId("shop");

    private static final KindRegistry KINDS = KaizenKinds.REGISTRY.with(
            // Any JSON object, in an envelope.
            KindSpec.posted(ORDERS, "/v1/orders", "orders"),
            // Only what is listed travels; of an owner's pending rows, only the last ones.
            KindSpec.posted(STOCK, "/v1/stock", "levels")
                    .withoutEnvelope()
                    .allowing(RowSchema.of(required("item", Scalar.STRING), omitted("note", Scalar.STRING)))
                    .replacing(),
            // For exporters alone.
            KindSpec.exported(AUDIT, "audit"));

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ScriptedIngest server;

    @BeforeEach
    void startServer() throws Exception {
        server = ScriptedIngest.start();
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
    }

    @Test
    void anyObjectTravelsAsItWasGiven() {
        server.reply(Answer.of(202));
        try (OutboxSync sync = sync(KINDS)) {
            sync.enqueue(ORDERS, SHOP, List.of("{\"z\": 1.50, \"a\": [null, {\"ü\": \"\\u00fc\"}]}"));

            assertThat(sync.flush().rows()).isEqualTo(1);
        }

        ReceivedRequest request = server.requests().get(0);
        assertThat(request.target()).isEqualTo("/v1/orders");
        assertThat(request.unzippedBody())
                .startsWith("{\"team_id\":\"my-team\",")
                .endsWith("\"orders\":[{\"z\":1.50,\"a\":[null,{\"ü\":\"\\u00fc\"}]}]}");
    }

    @Test
    void secretsInItAreRedactedWhereverTheyAre() {
        server.reply(Answer.of(202));
        try (OutboxSync sync = sync(KINDS)) {
            sync.enqueue(ORDERS, SHOP, List.of("{\"customer\": {\"mail\": \"zoe@example.com\", \"api_key\": \"k\"}}"));
            sync.flush();
        }

        assertThat(server.requests().get(0).unzippedBody())
                .contains("\"customer\"")
                .doesNotContain("zoe@", "\"k\"");
    }

    @Test
    void anAllowlistDropsTheRestAndRefusesWhatIsMissing() {
        server.reply(Answer.of(202));
        try (OutboxSync sync = sync(KINDS)) {
            assertThatThrownBy(() -> sync.enqueue(STOCK, SHOP, List.of("{\"note\":\"x\"}")))
                    .hasMessageContaining("item: missing");
            sync.enqueue(STOCK, SHOP, List.of("{\"item\":\"tea\",\"price\":3}"));
            sync.flush();
        }

        assertThat(server.requests().get(0).unzippedBody()).isEqualTo("{\"levels\":[{\"item\":\"tea\"}]}");
    }

    @Test
    void newRowsReplaceThosePendingOfTheirOwner() {
        server.reply(Answer.of(202));
        try (OutboxSync sync = sync(KINDS)) {
            sync.enqueue(STOCK, SHOP, List.of("{\"item\":\"tea\"}", "{\"item\":\"rum\"}"));
            sync.enqueue(STOCK, SHOP, List.of("{\"item\":\"ale\"}"));
            sync.enqueue(ORDERS, SHOP, List.of("{}"));

            assertThat(sync.status().total().pending()).isEqualTo(2);
        }
    }

    @Test
    void aKindWithoutARouteCountsAsSentWhenExportersHaveIt() {
        try (OutboxSync sync = sync(KINDS)) {
            sync.enqueue(AUDIT, SHOP, List.of("{\"who\":\"me\"}"));

            assertThat(sync.flush().rows()).isEqualTo(1);
        }

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void sentRowsOfItArePurgedLikeAnyOther() {
        server.reply(Answer.of(202));
        try (OutboxSync sync = sync(KINDS)) {
            sync.enqueue(ORDERS, SHOP, List.of("{}"));
            sync.flush();
            now = now.plus(Duration.ofDays(8));
            sync.flush();
            now = now.plus(Duration.ofDays(8));
            sync.flush();

            assertThat(sync.status().total().sent()).isZero();
        }
    }

    @Test
    void whatIsNotRegisteredIsRefusedAndDeadIfItIsThereAlready() {
        try (OutboxSync sync = sync(KINDS)) {
            sync.enqueue(ORDERS, SHOP, List.of("{}"));
        }
        try (OutboxSync stranger = sync(KaizenKinds.REGISTRY)) {
            assertThatThrownBy(() -> stranger.enqueue(ORDERS, SHOP, List.of("{}")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("unknown kind: orders");

            assertThat(stranger.flush().deadLettered()).isEqualTo(1);
        }
    }

    private OutboxSync sync(KindRegistry kinds) {
        return OutboxSync.builder(
                        SqliteOutbox.open(folder.resolve("outbox.db")),
                        HttpIngest.to(server.endpoint(), Secret.of("t0ken")))
                .team("my-team", Secret.of("ab".repeat(32)))
                .kinds(kinds)
                .retention(RetentionPolicy.ofDays(Optional.of(7)))
                .ignoreServerConfig()
                .clock(() -> now)
                .build();
    }
}
