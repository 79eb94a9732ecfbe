package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.UserPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code enqueue} reads its rows: a file, a pipe, or standard input, which is the process's and is never closed. However slowly they come, nobody waits for them: the outbox
 * gathers them before it locks anything.
 */
final class RowSource implements AutoCloseable {

    static final String STANDARD_INPUT = "-";

    private static final Logger LOG = LoggerFactory.getLogger(RowSource.class);

    private final InputStream stream;
    private final boolean isOurs;

    private RowSource(InputStream stream, boolean isOurs) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.isOurs = isOurs;
    }

    /** Opens the file of that name, or standard input for {@code "-"}. */
    static RowSource open(String name, InputStream standardInput, UserPaths paths) {
        try {
            return name.equals(STANDARD_INPUT)
                    ? new RowSource(standardInput, false)
                    : new RowSource(openFile(paths.parse("the name of the file", name)), true);
        } catch (NoSuchFileException missing) {
            throw CommandException.usage("there is no file " + name);
        } catch (ConfigException noPath) {
            throw CommandException.usage(String.valueOf(noPath.getMessage()));
        } catch (IOException unreadable) {
            throw CommandException.usage("cannot read " + name + ": " + unreadable.getMessage());
        }
    }

    /** From the first row; to be read once. */
    InputStream stream() {
        return stream;
    }

    @Override
    public void close() {
        if (!isOurs) {
            return;
        }
        try {
            stream.close();
        } catch (IOException left) {
            LOG.debug("not closed: {}", left.toString());
        }
    }

    private static InputStream openFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw CommandException.usage(file + " is a folder, not a file with rows");
        }
        return Files.newInputStream(file);
    }
}
