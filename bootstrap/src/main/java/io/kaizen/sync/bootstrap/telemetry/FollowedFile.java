package io.kaizen.sync.bootstrap.telemetry;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that grows, and that may be rotated, cut, deleted and made anew at any time. Opened for reading only, and never
 * through a symbolic link. For one thread.
 */
final class FollowedFile implements AutoCloseable {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final Path path;
    private final Consumer<byte[]> lines;
    private final LineBuffer buffer = new LineBuffer();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private @Nullable FileChannel open;
    /** Tells files of one name apart: the system's own number of it. Null where the system has none. */
    private @Nullable Object key;

    private long position;
    /** A line at the end that has not ended, if it is short. It is read again each time: its writer may cut it off and begin anew. */
    private byte[] part = NOTHING;

    /** @param lines hears each line that has ended, without its line break */
    FollowedFile(Path path, Consumer<byte[]> lines) {
        this.path = Objects.requireNonNull(path, "path");
        this.lines = Objects.requireNonNull(lines, "lines");
    }

    Path path() {
        return path;
    }

    /**
     * Begins with the last {@code count} lines.
     *
     * @return whether there is a file
     */
    boolean begin(long count) throws IOException {
        FileChannel file = openIfThere();
        if (file == null) {
            return false;
        }
        position = LastLines.start(file, count);
        drain(file);
        return true;
    }

    /** Reads what has come since the last call, from the file that was open first and then from the one that has taken its name. */
    void poll() throws IOException {
        FileChannel former = open;
        if (former == null) {
            readFromTheBeginning();
            return;
        }
        if (former.size() < position) {
            forgetPart();
            position = 0;
        }
        drain(former);
        if (hasBeenReplaced()) {
            // Whoever rotates may have left half a line in the old file; its end will not come any more.
            endPart();
            close();
            readFromTheBeginning();
        }
    }

    /** Hands out a line that has not ended, as it is. */
    void endPart() {
        if (part.length > 0) {
            lines.accept(part);
            part = NOTHING;
        } else if (buffer.holdsPart()) {
            lines.accept(buffer.take());
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    private void readFromTheBeginning() throws IOException {
        FileChannel file = openIfThere();
        if (file != null) {
            position = 0;
            drain(file);
        }
    }

    private @Nullable FileChannel openIfThere() throws IOException {
        BasicFileAttributes there = attributes();
        if (there == null) {
            return null;
        }
        if (!there.isRegularFile()) {
            throw new IOException("it is not a regular file");
        }
        try {
            FileChannel file = FileChannel.open(path, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
            open = file;
            key = there.fileKey();
            return file;
        } catch (NoSuchFileException goneAgain) {
            return null;
        }
    }

    /** Between the look at a name and the opening the file may have changed; then this is noticed at the next look. */
    private boolean hasBeenReplaced() throws IOException {
        BasicFileAttributes there = attributes();
        return there != null && !Objects.equals(there.fileKey(), key);
    }

    private @Nullable BasicFileAttributes attributes() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    private void drain(FileChannel file) throws IOException {
        part = NOTHING;
        block.clear();
        while (file.read(block, position) > 0) {
            position += block.position();
            buffer.add(block.flip(), lines);
            block.clear();
        }
        if (buffer.holdsPart() && buffer.size() < BLOCK_BYTES) {
            position -= buffer.size();
            part = buffer.take();
        }
    }

    private void forgetPart() {
        part = NOTHING;
        buffer.take();
    }
}
