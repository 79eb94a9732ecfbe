package io.kaizen.sync.bootstrap.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a value comes from. Immutable. */
public final class Origin {

    /** Who said it, the weakest first: a value of a later source wins over one of an earlier. */
    public enum Source {
        DEFAULT,
        FILE,
        SERVER,
        ENVIRONMENT,
        COMMAND_LINE
    }

    static final Origin DEFAULT = new Origin(Source.DEFAULT, "default", null);
    /** What the ingest server said last. */
    static final Origin SERVER = new Origin(Source.SERVER, "server", null);

    static final Origin COMMAND_LINE = new Origin(Source.COMMAND_LINE, "--set", null);

    private final Source source;
    private final String name;
    private final @Nullable TomlFile file;

    private Origin(Source source, String name, @Nullable TomlFile file) {
        this.source = source;
        this.name = name;
        this.file = file;
    }

    static Origin environment(String variable) {
        return new Origin(Source.ENVIRONMENT, variable, null);
    }

    /** What somebody wants to put into a file, given to the command {@code name}. */
    static Origin command(String name) {
        return new Origin(Source.COMMAND_LINE, name, null);
    }

    static Origin file(TomlFile file, String key) {
        return new Origin(Source.FILE, key, file);
    }

    /** The origin of {@code key}, which is a part of the value that comes from here. */
    Origin ofPart(String key) {
        return file == null ? this : file(file, key);
    }

    public Source source() {
        return source;
    }

    /** The file with the line, which is looked for now; or the variable's name, {@code --set}, {@code server} or {@code default}. */
    @Override
    public String toString() {
        return Optional.ofNullable(file).map(toml -> toml.placeOf(name)).orElse(name);
    }
}
