package io.kaizen.sync.bootstrap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code enqueue} reads its rows: a file, a pipe, or standard input. However slowly they come, nobody waits for them: the outbox
 * gathers them before it locks anything.
 */
final class RowSource implements AutoCloseable {

    static final String STANDARD_INPUT = "-";

    private static final Logger LOG = LoggerFactory.getLogger(RowSource.class);

    private final InputStream stream;

    private RowSource(InputStream stream) {
        this.stream = Objects.requireNonNull(stream, "stream");
    }

    /** Opens the file of that name, or standard input for {@code "-"}. */
    static RowSource open(String name, InputStream standardInput) {
        try {
            return new RowSource(name.equals(STANDARD_INPUT) ? standardInput : openFile(Path.of(name)));
        } catch (NoSuchFileException missing) {
            throw CommandException.usage("there is no file " + name);
        } catch (InvalidPathException | IOException unreadable) {
            throw CommandException.usage("cannot read " + name + ": " + unreadable.getMessage());
        }
    }

    /** From the first row; to be read once. */
    InputStream stream() {
        return stream;
    }

    @Override
    public void close() {
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
