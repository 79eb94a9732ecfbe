package io.kaizen.sync.bootstrap.console;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors 0 to 2 of the process, and what stands in for those that were closed when it began. Their numbers then go to the first files
 * that Java opens for itself: to read one would read Java's own classes, to close one would take them away. The launcher sees to it before
 * Java starts; for {@code java -jar} Linux says what a descriptor is. Elsewhere all three are taken to be what they should be.
 */
final class StandardStreams {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ACCESS_MODE = 3;
    private static final int WRITE_ONLY = 1;

    /** Open as long as the process lives. */
    private static final List<Closeable> PLACEHOLDERS = new ArrayList<>();

    private StandardStreams() {}

    /** Standard input, never to be closed; reading throws {@link InputClosedException} where there was none. */
    static InputStream in() {
        return isMissing(0) || isWriteOnly() ? new ClosedInput() : System.in;
    }

    /** Standard output, or nowhere. */
    static OutputStream out() {
        return to(1, FileDescriptor.out);
    }

    /** Standard error, or nowhere. */
    static OutputStream err() {
        return to(2, FileDescriptor.err);
    }

    private static OutputStream to(int number, FileDescriptor descriptor) {
        return isMissing(number) ? OutputStream.nullOutputStream() : new FileOutputStream(descriptor);
    }

    private static boolean isMissing(int number) {
        try {
            Path target = Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(number)));
            return isOfJava(target);
        } catch (NoSuchFileException free) {
            return Files.isDirectory(DESCRIPTORS) && fill();
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Its modules, its archive of classes, our jar. */
    private static boolean isOfJava(Path target) throws IOException {
        return target.isAbsolute()
                && (target.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
                        || target.equals(
                                Path.of(System.getProperty("java.class.path")).toRealPath()));
    }

    /** The null device gets the lowest number that is free, so that no file of ours does. Always true. */
    private static boolean fill() {
        try {
            PLACEHOLDERS.add(new FileInputStream("/dev/null"));
        } catch (IOException none) {
            // Then the number stays free. SQLite keeps its own files off it.
        }
        return true;
    }

    private static boolean isWriteOnly() {
        try {
            return Files.readAllLines(Path.of("/proc/self/fdinfo/0")).stream()
                    .filter(line -> line.startsWith("flags:"))
                    .mapToInt(line ->
                            Integer.parseInt(line.substring("flags:".length()).strip(), 8))
                    .anyMatch(flags -> (flags & ACCESS_MODE) == WRITE_ONLY);
        } catch (IOException | NumberFormatException unknown) {
            return false;
        }
    }

    private static final class ClosedInput extends InputStream {

        @Override
        public int read() throws IOException {
            throw new InputClosedException();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            throw new InputClosedException();
        }
    }
}
