package io.kaizen.sync.bootstrap.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A configuration file that was read. Immutable; has no {@code toString} of its own, for it may hold secrets. */
final class TomlFile {

    /** Far above any configuration: bounds what we read. */
    private static final int LONGEST_BYTES = 1 << 20;

    private final Path path;
    private final String text;
    private final JsonNode root;

    private TomlFile(Path path, String text, JsonNode root) {
        this.path = path;
        this.text = text;
        this.root = root;
    }

    /**
     * Reads {@code path}.
     *
     * @return empty if there is no such file
     * @throws ConfigException if it cannot be read, or is not TOML in UTF-8
     */
    static Optional<TomlFile> read(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new ConfigException(path + ": is not a file");
            }
            return Optional.of(parse(path, decode(path, bytesOf(path))));
        } catch (NoSuchFileException missing) {
            if (Files.isSymbolicLink(path)) {
                throw new ConfigException(path + ": is a symlink to nothing", missing);
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            throw ConfigException.because(path + ": cannot be read", unreadable);
        }
    }

    /**
     * Reads {@code bytes}, as if they stood in {@code path}.
     *
     * @throws ConfigException if they are not TOML in UTF-8
     */
    static TomlFile of(Path path, byte[] bytes) {
        return parse(path, decode(path, bytes));
    }

    /** All of it. Not to be changed. */
    JsonNode root() {
        return root;
    }

    Path path() {
        return path;
    }

    /** What the table {@code name} holds, by the names in it; nothing if it is not there. */
    List<RawValue> valuesOf(String name) {
        List<RawValue> values = new ArrayList<>();
        JsonNode table = root.path(name);
        if (!table.isMissingNode() && !table.isObject()) {
            throw new ConfigException(placeOf(name) + ": " + name + " must be a table, [" + name + "]");
        }
        table.properties().forEach(field -> {
            String key = TomlLocator.pathOf(name, field.getKey());
            values.add(RawValue.ofFile(this, key, field.getValue()));
        });
        return values;
    }

    /** File and line of a key. */
    String placeOf(String key) {
        return path + TomlLocator.lineOf(text, key).map(line -> ":" + line).orElse("");
    }

    private static byte[] bytesOf(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST_BYTES + 1);
            if (bytes.length > LONGEST_BYTES) {
                throw new ConfigException(path + ": is larger than " + LONGEST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static String decode(Path path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            throw new ConfigException(
                    path + ":" + TomlLocator.lineAt(text.toString(), text.length()) + ": is not UTF-8 here");
        }
        // Windows editors begin a file with a byte order mark, which TOML does not know.
        String decoded = text.toString();
        return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    private static TomlFile parse(Path path, String text) {
        try {
            return new TomlFile(path, text, Toml.read(text));
        } catch (JsonProcessingException broken) {
            throw TomlProblem.describe(path, text, broken);
        }
    }
}
