package io.kaizen.sync.bootstrap.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds exporters to the user's configuration file. What stands there, comments and all, stays as it is, byte for byte: a table is
 * appended, in one step. For one thread.
 */
public final class UserConfigFile {

    private final Workspace workspace;
    private final Environment environment;
    private final Path path;

    /** @param env the environment, from which exporters in the file may have their destinations */
    public UserConfigFile(Workspace workspace, Map<String, String> env) {
        this.workspace = Objects.requireNonNull(workspace, "workspace");
        this.environment = new Environment(env);
        this.path = workspace.userConfigFile();
    }

    public Path path() {
        return path;
    }

    /**
     * Checks that {@code exporter} could be added now.
     *
     * @throws DuplicateExporterException if one of the same type with the same destination is there
     * @throws ConfigException if the file is broken, or others could read a secret in it
     */
    public void requireRoomFor(NewExporter exporter) {
        grown(exporter, current());
    }

    /**
     * Adds {@code exporter}. Creates the file if there is none, for this user alone; otherwise it keeps its rights.
     *
     * @throws DuplicateExporterException as {@link #requireRoomFor}
     * @throws ConfigException as {@link #requireRoomFor}, or if the file cannot be written
     */
    public void add(NewExporter exporter) {
        byte[] before = current();
        byte[] after = grown(exporter, before);
        workspace.linkIntoWorkspace(path).ifPresent(target -> {
            throw new ConfigException(path + " is a link into the workspace, to " + target
                    + ", where nothing is written; remove the link");
        });
        try {
            FileReplacement.of(path).replace(before, after);
        } catch (IOException refused) {
            throw ConfigException.because(path + ": cannot be written, and is as it was", refused);
        }
    }

    /** The project's file, if its exporters do not count any more once the user's file has one. */
    public Optional<Path> shadowed() {
        Path project = workspace.projectConfigFile();
        boolean isFirst = TomlFile.read(path)
                .map(UserConfigFile::tablesIn)
                .orElse(List.of())
                .isEmpty();
        return TomlFile.read(project)
                .filter(file -> isFirst && !tablesIn(file).isEmpty())
                .map(TomlFile::path);
    }

    /** Nothing if there is no file. */
    private byte[] current() {
        if (TomlFile.read(path).isEmpty()) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw ConfigException.because(path + ": cannot be read", unreadable);
        }
    }

    private byte[] grown(NewExporter exporter, byte[] before) {
        if (exporter.holdsSecret()) {
            FileSafety.requirePrivate(path);
        }
        TomlFile file = TomlFile.of(path, before);
        requireNew(exporter, file);
        byte[] after = append(before, exporter.toml());
        requireNothingElseChanged(exporter, file.root(), after);
        return after;
    }

    private void requireNew(NewExporter exporter, TomlFile file) {
        String destination = exporter.config().fold(new Destinations(workspace));
        for (RawValue table : tablesIn(file)) {
            ExporterReader reader =
                    new ExporterReader(table, new ValueReader(Map.of()), environment, new ArrayList<>());
            Optional<String> taken = reader.asWritten().map(config -> config.fold(new Destinations(workspace)));
            if (taken.filter(destination::equals).isPresent()) {
                throw new DuplicateExporterException(table.origin() + ": " + table.key()
                        + " goes to the same place already; "
                        + (reader.isEnabled()
                                ? "change that table, or remove it first"
                                : "it is disabled: set enabled = true there"));
            }
        }
    }

    /** What was appended must be one more exporter, and nothing but that. */
    private void requireNothingElseChanged(NewExporter exporter, JsonNode before, byte[] after) {
        ObjectNode expected = before.deepCopy();
        try {
            expected.withObject("/telemetry").withArray("/exporters").add(exporter.table());
            if (TomlFile.of(path, after).root().equals(expected)) {
                return;
            }
        } catch (ConfigException | UnsupportedOperationException notToBeAppended) {
            throw cannotAppend();
        }
        throw cannotAppend();
    }

    private ConfigException cannotAppend() {
        return new ConfigException(
                path + ": telemetry, or telemetry.exporters, is written there in a form that no table can be"
                        + " appended to; write it as [telemetry] and [[telemetry.exporters]], or add the exporter by hand");
    }

    private static List<RawValue> tablesIn(TomlFile file) {
        return file.valuesOf("telemetry").stream()
                .filter(value -> value.key().equals(ConfigKeys.EXPORTERS))
                .flatMap(value -> value.tables().stream())
                .toList();
    }

    /** Line ends are those of the file. */
    private static byte[] append(byte[] before, List<String> lines) {
        String text = new String(before, UTF_8);
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        StringBuilder tail = new StringBuilder();
        if (!text.isEmpty() && !text.endsWith("\n")) {
            tail.append(lineEnd);
        }
        if (!text.isEmpty()) {
            tail.append(lineEnd);
        }
        lines.forEach(line -> tail.append(line).append(lineEnd));
        byte[] added = tail.toString().getBytes(UTF_8);
        byte[] after = Arrays.copyOf(before, before.length + added.length);
        System.arraycopy(added, 0, after, before.length, added.length);
        return after;
    }
}
