package io.kaizen.sync.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoRowsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 300;

    private final DemoRows rows = new DemoRows(7);

    static Stream<KindSpec> kinds() {
        return KaizenKinds.REGISTRY.all().stream();
    }

    static Stream<KindSpec> postedKinds() {
        return kinds().filter(KindSpec::isPosted);
    }

    @ParameterizedTest
    @MethodSource("postedKinds")
    void aStrictServerTakesThemAllAndFindsNoTwoTheSame(KindSpec spec) throws Exception {
        try (IngestServer server =
                IngestServer.start(IngestServerSettings.builder().strict(true).build())) {
            HttpResponse<String> answer = post(server, spec, bodyOf(spec));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(server.ledger().snapshot().of(spec.kind())).isEqualTo(new KindTally(spec.kind(), 1, ROWS, 0, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldOfTheContractIsThereInSomeRowAndNoOther(KindSpec spec) throws IOException {
        Set<String> seen = new HashSet<>();
        for (JsonNode row : parsed(spec.kind())) {
            collect("", row, spec.allowlist().orElseThrow(), seen);
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        namesOf("", spec.allowlist().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noTwoRowsAreTheSameToTheByte(KindSpec spec) {
        assertThat(texts(rows, spec.kind())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSeedAloneDecides(KindSpec spec) {
        List<String> first = texts(rows, spec.kind());

        assertThat(texts(new DemoRows(7), spec.kind())).isEqualTo(first);
        assertThat(texts(new DemoRows(8), spec.kind())).doesNotContainAnyElementsOf(first);
    }

    @Test
    void feedbackIsAsTheContractHasIt() throws IOException {
        for (JsonNode row : parsed(BatchKind.SESSION_FEEDBACK)) {
            assertThat(row.path("score").isNull() || row.path("score").asInt() <= 255)
                    .isTrue();
            assertThat(row.path("label").asText()).isIn("null", "good", "bad", "interesting", "bug", "regression");
        }
    }

    @Test
    void anEventIsAboutFiveHundredAndFiftyBytes() {
        double mean = rows.of(BatchKind.EVENTS, 2_000)
                .mapToInt(row -> row.length)
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(520.0, 580.0);
    }

    @Test
    void eventsOfASessionAreNumberedFromZero() throws IOException {
        List<JsonNode> events = parsed(BatchKind.EVENTS);

        assertThat(events.get(39).path("event_seq").asInt()).isEqualTo(39);
        assertThat(events.get(40).path("event_seq").asInt()).isZero();
        assertThat(events.get(39).path("session_id_hash"))
                .isEqualTo(events.get(0).path("session_id_hash"))
                .isNotEqualTo(events.get(40).path("session_id_hash"));
    }

    @Test
    void thereAreNoRowsOfAKindThatNobodyKnows() {
        assertThatThrownBy(() -> rows.row(new BatchKind("dreams"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dreams");
    }

    private List<JsonNode> parsed(BatchKind kind) throws IOException {
        return JSON.readerForListOf(JsonNode.class).readValue("[" + String.join(",", texts(rows, kind)) + "]");
    }

    private static List<String> texts(DemoRows rows, BatchKind kind) {
        return rows.of(kind, ROWS).map(row -> new String(row, UTF_8)).toList();
    }

    private static void collect(String prefix, JsonNode row, RowSchema schema, Set<String> seen) {
        row.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                seen.add(prefix + field.getKey());
            }
        });
        for (FieldRule rule : schema.fields()) {
            nested(rule.type())
                    .ifPresent(inner -> row.path(rule.name())
                            .forEach(element -> collect(prefix + rule.name() + ".", element, inner, seen)));
        }
    }

    private static Set<String> namesOf(String prefix, RowSchema schema) {
        return schema.fields().stream()
                .flatMap(rule -> Stream.concat(
                        Stream.of(prefix + rule.name()),
                        nested(rule.type()).stream()
                                .flatMap(inner -> namesOf(prefix + rule.name() + ".", inner).stream())))
                .collect(Collectors.toSet());
    }

    private static Optional<RowSchema> nested(FieldType type) {
        return type instanceof ArrayOf array && array.element() instanceof Nested nested
                ? Optional.of(nested.schema())
                : Optional.empty();
    }

    private String bodyOf(KindSpec spec) {
        String array = "[" + String.join(",", texts(rows, spec.kind())) + "]";
        String envelope = spec.enveloped() ? "\"team_id\":\"t\",\"workspace_hash\":\"w\"," : "";
        return "{" + envelope + "\"" + spec.arrayName() + "\":" + array + "}";
    }

    private static HttpResponse<String> post(IngestServer server, KindSpec spec, String body) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes(UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(
                        server.url().resolve(spec.route().orElseThrow()))
                .header("Authorization", "Bearer " + IngestServerSettings.DEMO_TOKEN)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("X-Kaizen-Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofByteArray(bytes.toByteArray()))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
