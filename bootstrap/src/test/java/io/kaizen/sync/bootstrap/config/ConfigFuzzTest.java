package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.fuzz.Dice;
import io.kaizen.sync.testkit.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration of any content is read or told, in words without a secret; and of several values the one counts that should. */
class ConfigFuzzTest {

    private static final int FILES = 2_000;
    private static final int COMMANDS = 100;
    private static final int LAYERS = 600;

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder).user().project();
    }

    @Test
    void anyFileIsReadOrToldWithoutASecret() {
        AtomicLong loaded = new AtomicLong();

        long cases = Fuzz.cases(FILES, dice -> {
            Files.write(home.userFile(), RandomConfig.file(dice));
            Files.write(home.projectFile(), dice.oneIn(2) ? RandomConfig.file(dice) : new byte[0]);
            try {
                KaizenConfig config =
                        ConfigLoader.load(home.workspace(), RandomConfig.environment(dice), RandomConfig.sets(dice));
                config.warnings().forEach(ConfigFuzzTest::requireWords);
                loaded.incrementAndGet();
            } catch (ConfigException told) {
                requireWords(told.getMessage());
            }
        });

        if (cases >= FILES) {
            assertThat(loaded.get()).isBetween(cases / 20, cases * 9 / 10);
        }
    }

    @Test
    void commandsShowAnyConfigurationOrSayWhatIsWrongWithoutASecret() throws IOException {
        CliFixture cli = new CliFixture(folder.resolve("cli"));
        Fuzz.cases(COMMANDS, dice -> {
            Files.write(cli.configFile("").home().resolve("config.toml"), RandomConfig.file(dice));
            List<String> args = new ArrayList<>(List.of(dice.of(List.of(
                            List.of("config", "show"),
                            List.of("config", "show", "--json"),
                            List.of("telemetry", "print-effective-config"),
                            List.of("telemetry", "print-effective-config", "--json"),
                            List.of("telemetry", "tail", "--no-follow"),
                            List.of("status", "--json"),
                            List.of("status")))
                    .toArray(String[]::new)));
            RandomConfig.sets(dice).forEach(set -> args.addAll(List.of("--set", set)));
            Run run = cli.run(args.toArray(String[]::new));
            assertThat(run.exit()).as(run.err()).isIn(0, 2, 3);
            assertThat(run.out() + run.err())
                    .doesNotContain(RandomConfig.CANARY, RandomConfig.SALT)
                    .doesNotContain("\tat ", "fault of ours", "\u001b", "\u0000");
            if (args.contains("--json")) {
                assertThat(run.json().isObject()).as(run.out()).isTrue();
            }
        });
    }

    private static void requireWords(String message) {
        assertThat(message)
                .isNotBlank()
                .hasSizeLessThan(2_000)
                .doesNotContain(RandomConfig.CANARY, RandomConfig.SALT, "\tat ", "Exception", "\u001b");
    }

    /** A key with texts that are right or wrong for it, and with what it then is. */
    private record Key(
            String name, Function<KaizenConfig, Object> value, Map<String, Object> right, List<String> wrong) {}

    private static final List<Key> KEYS = List.of(
            new Key(
                    "sync.gzip_level",
                    config -> config.sync().gzipLevel(),
                    Map.of("1", 1, "9", 9, "0x5", 5, "+3", 3),
                    List.of("0", "10", "1.0", "1e0", "\"1\"", "-0", "true", "99999999999999999999", "[1]")),
            new Key(
                    "sync.lanes",
                    config -> config.sync().lanes(),
                    Map.of("1", 1, "" + FlushSettings.MOST_LANES, FlushSettings.MOST_LANES, "0b10", 2),
                    List.of("0", "-1", "" + (FlushSettings.MOST_LANES + 1), "2.5", "{}")),
            new Key(
                    "sync.retry_max_failures",
                    config -> config.sync().retryMaxFailures(),
                    Map.of("0", 0, "-0", 0, "1_000_000", 1_000_000),
                    List.of("-1", "1000001", "\"\"", "inf", "nan", "9223372036854775808")),
            new Key(
                    "sync.sample_rate",
                    config -> config.sync().sampleRate(),
                    Map.of("0", 0.0, "1", 1.0, "0.5", 0.5, "1e-3", 0.001),
                    List.of("1.5", "-0.1", "nan", "inf", "\"x\"", "2")),
            new Key(
                    "sync.allow_insecure",
                    config -> config.sync().allowInsecure(),
                    Map.of("true", true, "false", false),
                    List.of("1", "\"true\"", "[]")),
            new Key(
                    "telemetry.fail_open",
                    config -> config.telemetry().failOpen(),
                    Map.of("true", true, "false", false),
                    List.of("0", "\"false\"", "{ a = 1 }")),
            new Key(
                    "sync.project_name",
                    config -> config.sync().projectName().orElse(null),
                    Map.of("\"\"", "", "\"a b\"", "a b", "'Zürich'", "Zürich", "\"\\u00e9\"", "é"),
                    List.of("\"a\\nb\"", "\"\\u0007\"", "\"\"\"\na\nb\"\"\"")));

    /** {@code --set} over the user's file over the project's, whatever the others say of the key. */
    @Test
    void ofSeveralValuesTheWinnerAloneCounts() {
        Fuzz.cases(LAYERS, dice -> {
            Map<Key, Object> expected = new HashMap<>();
            List<Key> wrong = new ArrayList<>();
            Map<String, StringBuilder> files = Map.of("user", new StringBuilder(), "project", new StringBuilder());
            List<String> sets = new ArrayList<>();
            for (Key key : KEYS) {
                Optional<String> winner = Optional.empty();
                for (String layer : List.of("project", "user", "set")) {
                    if (dice.oneIn(3)) {
                        String text = dice.oneIn(20)
                                ? dice.of(key.wrong())
                                : dice.of(List.copyOf(key.right().keySet()).stream()
                                        .sorted()
                                        .toList());
                        winner = Optional.of(text);
                        if (layer.equals("set")) {
                            sets.add(key.name() + "=" + text);
                        } else {
                            files.get(layer)
                                    .append(key.name())
                                    .append(" = ")
                                    .append(text)
                                    .append('\n');
                        }
                    }
                }
                if (winner.isPresent()
                        && key.wrong().contains(winner.get())
                        && !key.right().containsKey(winner.get())) {
                    wrong.add(key);
                } else {
                    winner.ifPresent(text -> expected.put(key, key.right().get(text)));
                }
            }
            Files.writeString(home.userFile(), files.get("user"));
            Files.writeString(home.projectFile(), files.get("project"));

            requireLoaded(dice, sets, expected, wrong);
        });
    }

    private void requireLoaded(Dice dice, List<String> sets, Map<Key, Object> expected, List<Key> wrong) {
        try {
            KaizenConfig config = ConfigLoader.load(home.workspace(), Map.of(), dice.shuffled(sets));
            assertThat(wrong).as("wrong, and read all the same").isEmpty();
            expected.forEach((key, value) ->
                    assertThat(key.value().apply(config)).as(key.name()).isEqualTo(value));
        } catch (ConfigException told) {
            if (wrong.stream().noneMatch(key -> told.getMessage().contains(key.name()))) {
                fail("of %s, none of %s: %s", expected, wrong, told.getMessage());
            }
        }
    }
}
