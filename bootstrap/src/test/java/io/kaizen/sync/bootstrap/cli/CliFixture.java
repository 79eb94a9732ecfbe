package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A home and a workspace in a folder of the test's own, and the command line run inside this process. */
public final class CliFixture {

    /** Nobody must ever see these. */
    public static final String TOKEN = "canary-token-5f3a9c";

    public static final String SALT = "ca9a27".repeat(10) + "beef";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path workspace;
    private final Map<String, String> env = new HashMap<>();
    private String input = "";

    public CliFixture(Path folder) {
        try {
            this.home = Files.createDirectories(folder.resolve("home"));
            this.workspace = Files.createDirectories(folder.resolve("workspace"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What a run came to. */
    public record Run(int exit, String out, String err) {

        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException broken) {
                throw new UncheckedIOException("not JSON: " + out + "; stderr: " + err, broken);
            }
        }
    }

    public Path home() {
        return home;
    }

    public Path workspace() {
        return workspace;
    }

    /** The outbox in its usual place. */
    public Path database() {
        try {
            String slug = workspace.toRealPath().toString().substring(1).replace('/', '-');
            return home.resolve("projects").resolve(slug).resolve("kaizen.db");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public CliFixture env(String name, String value) {
        env.put(name, value);
        return this;
    }

    public CliFixture input(String text) {
        input = text;
        return this;
    }

    /** Writes a configuration that is fit to flush to {@code endpoint}, with quick retries. */
    public CliFixture config(String endpoint, String... furtherLines) {
        return configFile("""
                [sync]
                endpoint = "%s"
                team_token = "%s"
                team_id = "team-7"
                team_salt_hex = "%s"
                retry_initial_ms = 1
                retry_max_ms = 2
                retry_max_failures = 2
                %s
                """.formatted(endpoint, TOKEN, SALT, String.join("\n", furtherLines)));
    }

    public CliFixture configFile(String toml) {
        Path file = home.resolve("config.toml");
        try {
            Files.writeString(file, toml);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    public Path file(String name, String content) {
        try {
            return Files.writeString(workspace.resolve(name), content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The global options that lead here, and {@code args} after them. */
    public List<String> arguments(String... args) {
        List<String> all = new ArrayList<>(List.of("--workspace", workspace.toString(), "--home", home.toString()));
        all.addAll(List.of(args));
        return all;
    }

    /** Runs a command here. */
    public Run run(String... args) {
        return runBare(arguments(args).toArray(String[]::new));
    }

    /** Runs exactly {@code args}. */
    public Run runBare(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                args,
                env,
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }
}
