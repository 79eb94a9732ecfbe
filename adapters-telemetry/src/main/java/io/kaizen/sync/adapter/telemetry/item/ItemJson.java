package io.kaizen.sync.adapter.telemetry.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How this module reads and writes JSON: as a stream, in UTF-8, whatever the length. */
public final class ItemJson {

    /** No limits on lengths: rows have passed the outbox's limits already, and long values are only skipped or copied here. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ItemJson() {}

    /** Something that writes JSON. */
    @FunctionalInterface
    public interface Content {

        /** Writes one value. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Compact JSON as UTF-8. */
    public static byte[] write(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes any bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes {@code value}, compact JSON in UTF-8, as it stands: numbers keep their text, keys their order. */
    public static void writeRaw(JsonGenerator json, byte[] value) throws IOException {
        json.writeRawValue(new SerializedString(new String(value, UTF_8)));
    }

    /** Half of a surrogate pair, which an escape can stand for and UTF-8 cannot carry, becomes a question mark. */
    public static String encodable(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
