package io.kaizen.sync.bootstrap.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.testkit.fuzz.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** TOML with kaizen's keys, and values for them that are right, wrong or odd. Secrets are always {@link #CANARY} or {@link #SALT}, or hold one. */
final class RandomConfig {

    /** Nothing that is printed may hold this, which stands where a token does, */
    static final String CANARY = "canary-fuzz-7391";

    /** nor this, which stands where the salt does. */
    static final String SALT = "ca9a27".repeat(10) + "f022";

    private static final List<String> SECRET_KEYS = Stream.concat(
                    ConfigKeys.SECRETS.stream().map(key -> key.substring("sync.".length())),
                    ExporterType.SECRETS.stream())
            .toList();

    private static final List<String> FOREIGN_TABLES = List.of(
            "[scan]\nroots = [\"~/.x\"]",
            "[telemetry.query]\nprovider = \"none\"",
            "[retention]\nhot_days = 3",
            "[a.b.\"c d\"]\nx = {}");

    private static final List<String> SPELLINGS = List.of(
            "[Sync]",
            "[snyc]",
            "[[sync]]",
            "[sync",
            "[sync]]",
            "sync = 1",
            "sync = []",
            "[sync.x]",
            "[telemetry]\nexporters = {}",
            "telemetry = \"\"");

    private static final List<String> PIECES = List.of(
            "\"",
            "\"\"\"",
            "'''",
            "'",
            "=",
            "[",
            "]",
            "[[",
            "{",
            "}",
            "#",
            ",",
            ".",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "\\",
            "\\u00e9",
            "\\uD800",
            "\\x",
            "\u0000",
            "\u0007",
            "\ufeff",
            "\u00e9",
            "nan",
            "inf",
            "-inf",
            "1979-05-27T07:32:00Z",
            "07:32:00",
            "0x",
            "0b1",
            "1_000",
            "1__0",
            "true",
            "[sync]\n",
            "[telemetry]\n",
            "[[telemetry.exporters]]\n",
            "sync.lanes = 2\n",
            "[".repeat(2_000),
            "9".repeat(1_100));

    private final Dice dice;
    private final StringBuilder toml = new StringBuilder();

    private RandomConfig(Dice dice) {
        this.dice = dice;
    }

    /** A file, spoilt one time in three. */
    static byte[] file(Dice dice) {
        RandomConfig config = new RandomConfig(dice);
        config.write();
        byte[] sound = config.toml.toString().getBytes(UTF_8);
        return dice.oneIn(3) ? dice.spoilt(sound, PIECES) : sound;
    }

    /** Variables, some of which are ours. */
    static Map<String, String> environment(Dice dice) {
        Map<String, String> env = new HashMap<>();
        while (dice.oneIn(3)) {
            boolean odd = dice.oneIn(4);
            env.put("KAIZEN_SYNC_" + dice.of("ENDPOINT", "TEAM_ID"), odd ? dice.text() : "http://127.0.0.1:1");
            env.put("KAIZEN_SYNC_TEAM_TOKEN", odd ? CANARY + dice.text() : CANARY);
            env.put("KAIZEN_SYNC_TEAM_SALT_HEX", odd ? SALT + dice.text() : SALT);
            env.put(dice.of("POSTHOG_HOST", "OTEL_EXPORTER_OTLP_ENDPOINT"), odd ? dice.text() : "http://127.0.0.1:1");
            env.put(dice.of("DD_SITE", "KAIZEN_DD_SITE"), odd ? dice.text() : "datadoghq.eu");
            env.put(dice.of("POSTHOG_API_KEY", "DD_API_KEY", "KAIZEN_DD_API_KEY"), odd ? CANARY + dice.text() : CANARY);
            env.put("OTEL_EXPORTER_OTLP_" + dice.of("HEADERS", "LOGS_HEADERS"), odd ? "=," + CANARY : "a=" + CANARY);
        }
        return env;
    }

    /** Values of {@code --set}. */
    static List<String> sets(Dice dice) {
        List<String> sets = new ArrayList<>();
        RandomConfig values = new RandomConfig(dice);
        while (dice.oneIn(3)) {
            String key = dice.of(ConfigKeys.ALL);
            boolean isSecret = ConfigKeys.SECRETS.contains(key);
            String name = key.substring(key.indexOf('.') + 1);
            String value = isSecret ? values.secret(name) : dice.oneIn(4) ? dice.text() : values.sound(name);
            String option = key + "=" + value;
            boolean shortened = !isSecret && dice.oneIn(10);
            sets.add(shortened ? option.substring(0, dice.below(option.length())) : option);
        }
        return sets;
    }

    private void write() {
        if (!dice.oneIn(10)) {
            table("[sync]", ConfigKeys.ALL, "sync.");
        }
        if (dice.oneIn(3)) {
            toml.append(dice.of(FOREIGN_TABLES)).append('\n');
        }
        if (dice.oneIn(12)) {
            toml.append(dice.of(SPELLINGS)).append('\n');
        }
        if (dice.oneIn(2)) {
            table("[telemetry]", List.of("telemetry.fail_open"), "telemetry.");
        }
        while (dice.oneIn(2)) {
            exporter();
        }
    }

    private void table(String head, List<String> keys, String prefix) {
        toml.append(head).append('\n');
        for (String key : dice.shuffled(keys)) {
            if (key.startsWith(prefix) && dice.oneIn(3)) {
                line(key.substring(prefix.length()));
            }
        }
    }

    private void exporter() {
        toml.append("[[telemetry.exporters]]\n");
        ExporterType type = dice.of(List.of(ExporterType.values()));
        if (!dice.oneIn(10)) {
            toml.append("type = \"").append(type.text()).append("\"\n");
        }
        for (String key : type.keys()) {
            if (!key.equals("type") && dice.oneIn(2)) {
                line(key);
            }
        }
    }

    private void line(String key) {
        String name = dice.oneIn(30) ? key + "x" : dice.oneIn(30) ? '"' + key + '"' : key;
        String value = SECRET_KEYS.contains(key) ? secret(key) : dice.oneIn(25) ? odd() : sound(key);
        toml.append(name)
                .append(dice.of(" = ", "=", "\t=  "))
                .append(value)
                .append(dice.of("", " # x"))
                .append('\n');
        if (dice.oneIn(60)) {
            toml.append(name).append(" = ").append(value).append('\n');
        }
    }

    private String sound(String key) {
        return switch (key) {
            case "endpoint" -> (dice.of("\"http://127.0.0.1:1\"", "\"https://x.example/a/\"", "\"\""));
            case "on_poison" -> (dice.of("\"stop\"", "\"dead_letter\""));
            case "team_id", "project_name" -> (quoted(dice.of("widget", "t", "Zürich")));
            case "sample_rate" -> (dice.of("0", "1", "0.5", "1.0"));
            case "allow_insecure", "fail_open", "enabled" -> (dice.of("true", "false"));
            case "path" -> (quoted(dice.of("a.ndjson", "b/c.ndjson", "/tmp/x", "..", "")));
            case "host", "logs_endpoint", "traces_endpoint", "logs_url" ->
                (quoted(dice.of("http://127.0.0.1:1", "https://x.example")));
            case "site" -> (quoted(dice.of("datadoghq.eu", "x")));
            default -> (Integer.toString(dice.between(1, 9)));
        };
    }

    private String secret(String key) {
        String sound = key.equals("team_salt_hex") ? SALT : key.endsWith("headers") ? "a=" + CANARY : CANARY;
        return switch (dice.below(50)) {
            case 0 -> "[\"" + CANARY + "\"]";
            case 1 -> "{ a = \"" + CANARY + "\" }";
            case 2 -> CANARY;
            case 3 -> "\"\"\"\n" + CANARY + "\n\"\"\"";
            case 4 -> "'" + CANARY + "'";
            case 5 -> quoted(sound + dice.text());
            default -> quoted(sound);
        };
    }

    private String odd() {
        return switch (dice.below(7)) {
            case 0, 1 -> quoted(dice.text());
            case 2 -> dice.number();
            case 3 -> "[" + dice.number() + ", " + quoted(dice.text()) + "]";
            case 4 -> "{ a = " + dice.number() + " }";
            default -> dice.of(PIECES);
        };
    }

    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format("\\u%04X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
