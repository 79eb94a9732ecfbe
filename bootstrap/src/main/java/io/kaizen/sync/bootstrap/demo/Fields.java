package io.kaizen.sync.bootstrap.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The fields of one row that is being made up, with the randomness that belongs to this row alone. */
final class Fields {

    /** When the made-up work began, in ms since 1970. */
    static final long START_MS = 1_760_000_000_000L;

    private static final List<String> WORDS = List.of(
            "the",
            "cache",
            "token",
            "parser",
            "retry",
            "loop",
            "index",
            "über",
            "handler",
            "refactor",
            "build",
            "config",
            "日本",
            "schema",
            "“quoted”",
            "naïve",
            "column",
            "→",
            "update",
            "module",
            "client",
            "batch");

    private final JsonGenerator json;
    private final long seed;
    private final SplittableRandom random;

    Fields(JsonGenerator json, long seed, BatchKind kind, long index) {
        this.json = json;
        this.seed = seed;
        this.random = randomOf(seed, kind, index);
    }

    /** Spread by a large odd factor, so that neighbours have nothing in common. */
    private static SplittableRandom randomOf(long seed, BatchKind kind, long index) {
        return new SplittableRandom(seed * 31 + kind.name().hashCode() + index * 0x9E3779B97F4A7C15L);
    }

    SplittableRandom random() {
        return random;
    }

    Fields text(String name, @Nullable String value) throws IOException {
        json.writeStringField(name, value);
        return this;
    }

    Fields number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
        return this;
    }

    Fields decimal(String name, double value) throws IOException {
        json.writeNumberField(name, value);
        return this;
    }

    Fields flag(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
        return this;
    }

    /** A field that one row in {@code oneIn} has as null. */
    Fields maybeNumber(String name, long value, int oneIn) throws IOException {
        if (chance(oneIn)) {
            json.writeNullField(name);
            return this;
        }
        return number(name, value);
    }

    Fields hashes(String name, int count) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < count; i++) {
            json.writeString(hash());
        }
        json.writeEndArray();
        return this;
    }

    Fields startObject(String name) throws IOException {
        json.writeObjectFieldStart(name);
        return this;
    }

    Fields startArray(String name) throws IOException {
        json.writeArrayFieldStart(name);
        return this;
    }

    Fields startElement() throws IOException {
        json.writeStartObject();
        return this;
    }

    Fields endObject() throws IOException {
        json.writeEndObject();
        return this;
    }

    Fields endArray() throws IOException {
        json.writeEndArray();
        return this;
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** A hash as kaizen writes them, of nothing in particular. */
    String hash() {
        return hash(random);
    }

    /** A hash that all rows share which ask for the same {@code number} of the same {@code kind}. */
    String hashOf(BatchKind kind, long number) {
        return hash(randomOf(~seed, kind, number));
    }

    private static String hash(SplittableRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return "blake3:" + HexFormat.of().formatHex(bytes);
    }

    /** {@code prefix} and sixteen random hex digits. */
    String id(String prefix) {
        return prefix + HexFormat.of().toHexDigits(random.nextLong());
    }

    String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(oneOf(WORDS));
        }
        return text.toString();
    }
}
