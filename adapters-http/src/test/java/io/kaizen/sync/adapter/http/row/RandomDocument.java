package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.SplittableRandom;

/** JSON documents of secrets and other things, with escapes wherever there may be some. */
final class RandomDocument {

    private static final List<String> PIECES = List.of(
            "/Users/",
            "/home/",
            "/home/ann/a.txt",
            "/var/folders/x",
            "/private/var/",
            "C:\\Users\\ann",
            "c:/",
            "s:\\",
            "sk-",
            "sk-abc",
            "ghp_",
            "ghp_a1",
            "gho_",
            "xoxb-",
            "AKIA",
            "Bearer ",
            "Bearer abc",
            "Authorization: Basic ",
            "ann@example.org",
            "@x.io",
            "a",
            "k-",
            "hp_",
            " ",
            "\n",
            "\"",
            "'",
            ")",
            "=",
            "KEY=",
            "token",
            "word",
            ".",
            "/",
            "\\",
            ":",
            "<",
            "<REDACTED:token>",
            "é",
            "\uD83D\uDE00",
            "x");

    private static final List<String> KEYS = List.of(
            "user",
            "git_email",
            "prompt_text",
            "email",
            "API_KEY",
            "GITHUB_TOKEN",
            "env",
            "tool_args",
            "command",
            "text",
            "path");

    private static final List<String> SCALARS =
            List.of("0", "-1.50", "1E+2", "18446744073709551615", "true", "false", "null");

    private final SplittableRandom random;
    private final StringBuilder json = new StringBuilder();

    private RandomDocument(SplittableRandom random) {
        this.random = random;
    }

    static String of(SplittableRandom random) {
        RandomDocument document = new RandomDocument(random);
        document.value(0);
        return document.json.toString();
    }

    private void value(int depth) {
        int sort = random.nextInt(depth > 4 ? 6 : 9);
        if (sort == 0) {
            json.append(SCALARS.get(random.nextInt(SCALARS.size())));
        } else if (sort < 6) {
            string(text());
        } else if (sort < 8) {
            object(depth);
        } else {
            array(depth);
        }
    }

    private void object(int depth) {
        json.append('{');
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            json.append(i == 0 ? "" : ",");
            string(random.nextInt(3) == 0 ? text() : KEYS.get(random.nextInt(KEYS.size())));
            json.append(':');
            value(depth + 1);
        }
        json.append('}');
    }

    private void array(int depth) {
        json.append('[');
        int elements = random.nextInt(4);
        for (int i = 0; i < elements; i++) {
            json.append(i == 0 ? "" : ",");
            value(depth + 1);
        }
        json.append(']');
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Writes one character in four as an escape of its code, now and then. */
    private void string(String text) {
        boolean escapes = random.nextInt(8) == 0;
        json.append('"');
        if (!escapes) {
            json.append(new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), UTF_8));
        } else {
            text.chars().forEach(c -> {
                boolean must = c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate((char) c);
                json.append(must || random.nextInt(4) == 0 ? String.format("\\u%04x", c) : String.valueOf((char) c));
            });
        }
        json.append('"');
    }
}
