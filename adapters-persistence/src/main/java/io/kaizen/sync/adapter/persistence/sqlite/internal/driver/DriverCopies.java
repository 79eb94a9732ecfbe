package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Keeps two copies of SQLite in one process away from one file. Class loaders that each bring the driver, as two web applications do, load
 * its native library twice. POSIX locks belong to the whole process, so neither copy sees the locks of the other, and what both write
 * damages the file.
 *
 * <p>System properties are what all class loaders of a process share, so one of them says which copy has the file open. Thread-safe.
 */
public final class DriverCopies {

    private static final String PREFIX = "io.kaizen.sync.open.";

    private DriverCopies() {}

    /** The file is open in this process until this is closed. */
    public static final class Opening implements AutoCloseable {

        private final String property;
        private final String copy;
        private final AtomicBoolean isOpen = new AtomicBoolean(true);

        private Opening(String property, String copy) {
            this.property = property;
            this.copy = copy;
        }

        @Override
        public void close() {
            if (isOpen.getAndSet(false)) {
                System.getProperties().computeIfPresent(property, (name, value) -> {
                    int left = count(copy, value) - 1;
                    return left <= 0 ? null : copy + left;
                });
            }
        }
    }

    /**
     * Notes that this copy of the driver opens {@code database}, a real path.
     *
     * @throws io.kaizen.sync.application.port.out.store.OutboxStoreException if another copy has it open
     */
    public static Opening open(Path database) {
        return open(database, SQLiteJDBCLoader.class);
    }

    /** The same for the copy of the driver that {@code driver} is a class of: another class of this name is another copy. */
    public static Opening open(Path database, Class<?> driver) {
        String property = PREFIX + database;
        String copy = name(driver);
        System.getProperties().compute(property, (name, value) -> copy + (count(copy, value, database) + 1));
        return new Opening(property, copy);
    }

    private static int count(String copy, @Nullable Object value, Path database) {
        int count = value == null ? 0 : count(copy, value);
        if (count < 0) {
            throw FileFailures.unusable(
                    database,
                    "is open in this process through another copy of SQLite, which another class loader has loaded; two copies"
                            + " do not see each other's locks and would damage the file",
                    "load the library once, in a class loader that both sides share, or close the other one first");
        }
        return count;
    }

    /** How often that copy has the file open; -1 if it is another one that has. */
    private static int count(String copy, Object value) {
        String text = value.toString();
        return text.startsWith(copy) ? Integer.parseInt(text.substring(copy.length())) : -1;
    }

    /** The class is not kept itself: a property would hold on to a class loader that is to be unloaded. */
    private static String name(Class<?> driver) {
        return System.identityHashCode(driver) + "-" + System.identityHashCode(driver.getClassLoader()) + " ";
    }
}
