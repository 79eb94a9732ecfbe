package io.kaizen.sync.bootstrap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code enqueue} reads its rows. What comes through a pipe goes into a private temporary file first: rows are read inside a
 * transaction, and a slow writer at the other end would lock the database for as long as it likes.
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
            return new RowSource(name.equals(STANDARD_INPUT) ? spool(standardInput) : openFile(Path.of(name)));
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
        if (Files.isRegularFile(file)) {
            return Files.newInputStream(file);
        }
        try (InputStream pipe = Files.newInputStream(file)) {
            return spool(pipe);
        }
    }

    /** The JDK makes temporary files with access for the owner alone. */
    private static InputStream spool(InputStream slow) throws IOException {
        Path spool = Files.createTempFile("kaizen-sync-", ".ndjson");
        try {
            try (OutputStream out = Files.newOutputStream(spool)) {
                slow.transferTo(out);
            }
            return Files.newInputStream(spool, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException broken) {
            Files.deleteIfExists(spool);
            throw broken;
        }
    }
}
