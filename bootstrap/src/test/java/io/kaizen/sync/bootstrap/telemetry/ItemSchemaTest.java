package io.kaizen.sync.bootstrap.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.adapter.telemetry.item.ItemKind;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSchemaTest {

    /** The encoder's samples. */
    private static final Path SAMPLES = Path.of("..", "adapters-http", "src", "test", "resources", "samples");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(String.join("\n", ItemSchema.lines()), InputFormat.JSON);

    private static final String EVENT = "{\"session_id_hash\":\"s\",\"event_seq\":18446744073709551615,\"ts_ms\":1,"
            + "\"agent\":\"a\",\"model\":\"m\",\"kind\":\"k\",\"source\":\"s\",\"payload\":null}";

    @Test
    void theSchemaIsItselfAValidOne() {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);

        assertThat(metaSchema.validate(String.join("\n", ItemSchema.lines()), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "tool_spans", "repo_snapshots", "workspace_facts"})
    void everySampleAsItIsEncodedIsValid(String kind) throws Exception {
        List<String> rows = Files.readAllLines(SAMPLES.resolve(kind + ".ndjson"));

        assertThat(rows).isNotEmpty();
        for (String row : rows) {
            assertThat(errors(kind, encoded(kind, row))).as(row).isEmpty();
        }
    }

    @Test
    void oddButValidSamplesAreValid() throws Exception {
        for (JsonNode sample : samples("odd-but-valid.ndjson")) {
            String kind = sample.get("kind").asText();
            if (ItemKind.of(new BatchKind(kind)).isPresent()) {
                String row = encoded(kind, sample.get("raw").asText());
                assertThat(errors(kind, row)).as(sample.get("why").asText()).isEmpty();
            }
        }
    }

    /** A key given twice, a whole number written with a fraction or exponent, and depth are beyond JSON Schema. */
    @Test
    void whatTheEncoderRefusesIsRefused() throws Exception {
        int checked = 0;
        for (JsonNode sample : samples("malformed.ndjson")) {
            String kind = sample.get("kind").asText();
            String why = sample.get("why").asText();
            if (ItemKind.of(new BatchKind(kind)).isPresent()
                    && isJsonObject(sample.get("raw").asText())
                    && !isBeyondSchemas(why)) {
                assertThat(errors(kind, sample.get("raw").asText())).as(why).isNotEmpty();
                checked++;
            }
        }
        assertThat(checked).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"event_seq\":18446744073709551615 | \"event_seq\":18446744073709551616",
                "\"event_seq\":18446744073709551615 | \"event_seq\":-1",
                "\"event_seq\":18446744073709551615 | \"event_seq\":\"7\"",
                "\"event_seq\":18446744073709551615 | \"event_seq\":1.5",
                "\"event_seq\":18446744073709551615, | ''",
                "\"agent\":\"a\" | \"agent\":null",
                "\"agent\":\"a\" | \"agent\":7",
                "\"payload\":null | \"tokens_in\":4294967296,\"payload\":null",
                "\"payload\":null | \"cost_usd_e6\":9223372036854775808,\"payload\":null",
                ",\"payload\":null | ''",
            })
    void aSingleFaultIsRefusedByBoth(String healthy, String faulty) throws Exception {
        String row = EVENT.replace(healthy, faulty.equals("''") ? "" : faulty);
        assertThat(row).isNotEqualTo(EVENT);

        assertThat(encode("events", row)).isInstanceOf(Malformed.class);
        assertThat(errors("events", row)).isNotEmpty();
        assertThat(errors("events", EVENT)).isEmpty();
    }

    @Test
    void fieldsThatAreNotListedLeaveNoMachine() throws Exception {
        assertThat(errors("events", EVENT.replace("{", "{\"surplus\":1,"))).isNotEmpty();
        assertThat(encoded("events", EVENT.replace("{", "{\"surplus\":1,"))).isEqualTo(EVENT);
    }

    @Test
    void theLimitsOfNumbersAreExact() {
        JsonNode event = ((JsonNode) ItemSchema.value()).at("/$defs/event/properties/event/properties");

        assertThat(event.at("/ts_ms/maximum")).hasToString("18446744073709551615");
        assertThat(event.at("/cost_usd_e6/minimum")).hasToString("-9223372036854775808");
        assertThat(event.at("/tokens_in/maximum")).hasToString("4294967295");
    }

    @Test
    void theNameOfAnItemAndItsFieldBelongTogether() throws Exception {
        ObjectNode item = item("events", EVENT);

        item.put("kind", "tool_span");

        assertThat(SCHEMA.validate(item)).isNotEmpty();
    }

    @Test
    void anEnvelopeMayLackAProjectAndNothingElse() throws Exception {
        ObjectNode without = item("events", EVENT);
        ((ObjectNode) without.get("envelope")).remove("identity");
        assertThat(SCHEMA.validate(without)).isEmpty();

        ((ObjectNode) without.get("envelope")).remove("team_id");
        assertThat(SCHEMA.validate(without)).isNotEmpty();
    }

    private static List<Error> errors(String kind, String row) throws IOException {
        return SCHEMA.validate(item(kind, row));
    }

    /** As the exporters write it, but for a row that need not be one. */
    private static ObjectNode item(String kind, String row) throws IOException {
        EncodedRow encoded = new EncodedRow(new RowId(1), new OwnerId("o"), row.getBytes(UTF_8));
        BatchEnvelope envelope = new BatchEnvelope("t", "blake3:ab", Optional.of("widget"));
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            new CanonicalItem(ItemKind.of(new BatchKind(kind)).orElseThrow(), envelope, encoded).writeTo(json);
        }
        return (ObjectNode) JSON.readTree(written.toString());
    }

    private static String encoded(String kind, String row) {
        return new String(((Encoded) encode(kind, row)).row().json(), UTF_8);
    }

    private static RowEncoder.Result encode(String kind, String row) {
        BatchKind named = new BatchKind(kind);
        return new JacksonRowEncoder()
                .encode(
                        KaizenKinds.REGISTRY.find(named).orElseThrow(),
                        new OutboxRow(new RowId(1), new OwnerId("o"), named, row.getBytes(UTF_8)));
    }

    private static List<JsonNode> samples(String name) throws IOException {
        return JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(SAMPLES.resolve(name).toFile())
                .readAll();
    }

    private static boolean isJsonObject(String text) {
        try {
            JsonNode read = JSON.readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(text);
            return read != null && read.isObject();
        } catch (IOException notJson) {
            return false;
        }
    }

    private static boolean isBeyondSchemas(String why) {
        return why.contains("deep");
    }
}
