package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.adapter.telemetry.NdjsonFilePath;
import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.ExporterConfig;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the exporters of type {@code file} write. */
public final class NdjsonFiles {

    private NdjsonFiles() {}

    /**
     * The files of the configured exporters, each once, in their order, with the name of the first exporter that writes there; none
     * where no exporter writes a file.
     *
     * @throws ConfigException if a path breaks the contract's rules
     */
    public static Map<Path, String> of(KaizenConfig config) {
        Map<Path, String> files = new LinkedHashMap<>();
        int number = 0;
        for (ExporterConfig exporter : config.telemetry().exporters()) {
            if (exporter instanceof ExporterConfig.File file) {
                number++;
                files.putIfAbsent(pathOf(file, config.workspace()), ExporterFactory.nameOf("file", number));
            }
        }
        return files;
    }

    /** Where an exporter writes whose table names no path. */
    public static Path usual(Workspace workspace) {
        return pathOf(new ExporterConfig.File(Optional.empty(), "telemetry.exporters"), workspace);
    }

    /** Where {@code exporter} writes. */
    public static Path pathOf(ExporterConfig.File exporter, Workspace workspace) {
        NdjsonFilePath paths = new NdjsonFilePath(workspace.projectDir(), workspace.root(), workspace.database());
        try {
            return paths.resolve(exporter.path());
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(exporter.source() + ": " + refused.getMessage(), refused);
        }
    }
}
