package io.kaizen.sync.adapter.telemetry.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RowFieldsTest {

    @Test
    void stringsAndWholeNumbersAreExact() {
        RowFields row = fieldsOf("{\"agent\":\"a\\u00e9\\n\",\"event_seq\":18446744073709551615,\"cost_usd_e6\":-5}");

        assertThat(row.text("agent")).contains("aé\n");
        assertThat(row.integer("event_seq")).contains(new BigInteger("18446744073709551615"));
        assertThat(row.integer("cost_usd_e6")).contains(BigInteger.valueOf(-5));
    }

    @Test
    void nullIsAbsentAndSoIsWhatIsOfAnotherSort() {
        RowFields row = fieldsOf("{\"tool\":null,\"agent\":1,\"ts_ms\":\"1\",\"path_hashes\":[\"x\"]}");

        assertThat(row.text("tool")).isEmpty();
        assertThat(row.integer("tool")).isEmpty();
        assertThat(row.text("agent")).isEmpty();
        assertThat(row.integer("ts_ms")).isEmpty();
        assertThat(row.text("path_hashes")).isEmpty();
    }

    @Test
    void whatIsNestedIsNotTakenForTheRows() {
        RowFields row =
                fieldsOf("{\"payload\":{\"agent\":\"inner\"},\"edges\":[{\"kind\":\"inner\"}],\"model\":\"m\"}");

        assertThat(row.text("agent")).isEmpty();
        assertThat(row.text("kind")).isEmpty();
        assertThat(row.text("model")).contains("m");
    }

    @Test
    void onlyWhatTheRowHasIsCopied() {
        RowFields row = fieldsOf("{\"tool\":\"Read\",\"tokens_in\":4294967295,\"tokens_out\":null}");

        byte[] copy = ItemJson.write(json -> {
            json.writeStartObject();
            row.copyTo(json, "tokens_in");
            row.copyTo(json, "tokens_out");
            row.copyTo(json, "tool");
            row.copyTo(json, "agent");
            json.writeEndObject();
        });

        assertThat(new String(copy, UTF_8)).isEqualTo("{\"tokens_in\":4294967295,\"tool\":\"Read\"}");
    }

    @Test
    void halfACharacterBecomesAQuestionMark() {
        assertThat(fieldsOf("{\"agent\":\"x\\ud83d\"}").text("agent")).contains("x?");
    }

    @Test
    void aRowThatIsNoObjectIsNamedWithoutItsContent() {
        assertThatThrownBy(() -> fieldsOf("\"canary\""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("row 7 cannot be read");
    }

    private static RowFields fieldsOf(String json) {
        return RowFields.of(new EncodedRow(new RowId(7), new OwnerId("o"), json.getBytes(UTF_8)));
    }
}
