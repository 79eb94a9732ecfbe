package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.DriverCopies;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileMutex;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

/** What users of other programs reported, tried on an outbox. The tests carry the numbers of the reports. */
class FieldReportsTest {

    private static final int SOMEBODY = 54_321;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("kaizen.db");
    }

    @Test
    void r1_twoClassLoadersDoNotOpenOneFileAtOnce() throws Exception {
        try (URLClassLoader other = classLoader();
                SqliteDatabase database = SqliteDatabase.open(file())) {
            assertThatThrownBy(() -> openIn(other, "SqliteOutbox"))
                    .hasMessageContaining("is open in this process through another copy of SQLite")
                    .hasMessageContaining("close the other one first");
            assertThatThrownBy(() -> openIn(other, "SqliteStoredRows"))
                    .hasMessageContaining("is open in this process through another copy of SQLite");

            TestFiles.append(database, BatchKind.EVENTS, 1);
            assertThat(TestFiles.countPending(database)).isOne();
        }
    }

    @Test
    void r1_afterOneClassLoaderHasClosedTheFileAnotherMayOpenIt() throws Exception {
        try (URLClassLoader loader = classLoader()) {
            Class<?> other = loader.loadClass(SQLiteJDBCLoader.class.getName());
            SqliteDatabase first = SqliteDatabase.open(file());
            SqliteStoredRows second = SqliteStoredRows.open(file());

            first.close();
            first.close();
            assertThatThrownBy(() -> DriverCopies.open(file(), other)).isInstanceOf(OutboxStoreException.class);
            second.close();

            DriverCopies.Opening opening = DriverCopies.open(file(), other);
            assertThatThrownBy(() -> SqliteDatabase.open(file())).isInstanceOf(OutboxStoreException.class);
            opening.close();
            SqliteDatabase.open(file()).close();
        }
    }

    @Test
    void r1_anOpeningThatFailsLeavesNoTrace() throws IOException {
        Files.writeString(file(), "this is no database, and long enough to be seen as none".repeat(20));

        assertThatThrownBy(() -> SqliteDatabase.open(file())).hasMessageContaining("not a SQLite database");

        assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.contains(folder.toString()));
    }

    /** As it is where two copies of this library share one driver. */
    @Test
    @Timeout(20)
    void r1_aLockThatAnotherCopyInThisProcessHasIsWaitedFor() throws Exception {
        Path lockFile = Files.createFile(file());
        Thread waiter;
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            waiter = new Thread(() -> {
                try {
                    FileMutex.holding(lockFile, () -> done.complete(true));
                } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                }
            });
            waiter.start();
            while (waiter.getState() != Thread.State.TIMED_WAITING && waiter.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(done).isNotDone();
        }

        assertThat(done.get(15, TimeUnit.SECONDS)).isTrue();
        waiter.join();
    }

    @Test
    void r2_whatRootMakesBelongsToTheOwnerOfTheFolder() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        giveAway(home);
        Path file = home.resolve("projects/workspace/kaizen.db");

        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            TestFiles.append(database, BatchKind.EVENTS, 1);

            assertThat(store).isNotNull();
            assertThat(strangersIn(home)).isEmpty();
            assertThat(home.resolve("projects/workspace/kaizen.db-outbox/holders"))
                    .isNotEmptyDirectory();
        }
    }

    @Test
    void r3_anOutboxWhereProgramsMustNotRunIsUsedAllTheSame() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (TestMounts mounts = new TestMounts()) {
            mounts.mountMemory(disk, "size=16m,noexec");
            Path file = disk.resolve("kaizen.db");

            assertThat(openInNewProcess(file)).isEqualTo("written to " + file);
        }
    }

    @Test
    void r6_afterARestoreWithoutTheCounterNoIdIsGivenAgain() throws Exception {
        SqliteDatabase.open(file()).close();
        TestFiles.execute(
                file(),
                "insert into outbox_dead_letter values (7, 'events', 'o', 'rejected', 'no', 1, 1, '{}')",
                "delete from sqlite_sequence");

        try (SqliteDatabase database = SqliteDatabase.open(file())) {
            TestFiles.append(database, BatchKind.EVENTS, 2);

            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
        }

        assertThat(TestFiles.query(file(), "select id from sync_outbox")).containsExactly("8", "9");
    }

    @Test
    void r6_aCounterThatIsTooLowIsRaisedAndOneThatIsNotStays() throws Exception {
        SqliteDatabase.open(file()).close();
        String acknowledged = "insert into outbox_exporter_ack values (7, 'file', 'events')";
        TestFiles.execute(file(), acknowledged, "insert into sqlite_sequence values ('sync_outbox', 3)");
        SqliteDatabase.open(file()).close();
        assertThat(counter()).containsExactly("7");

        TestFiles.execute(file(), "update sqlite_sequence set seq = 20 where name = 'sync_outbox'");
        SqliteDatabase.open(file()).close();
        assertThat(counter()).containsExactly("20");
    }

    @Test
    void r9_anInterruptedThreadDoesNotBreakTheFileForTheOthers() throws Exception {
        Thread.currentThread().interrupt();
        try (SqliteDatabase database = SqliteDatabase.open(file())) {
            TestFiles.append(database, BatchKind.EVENTS, 1);
            assertThat(Thread.interrupted()).isTrue();

            TestFiles.append(database, BatchKind.EVENTS, 1);
            assertThat(TestFiles.countPending(database)).isEqualTo(2);
        }
    }

    @Test
    void r18_whatElseOpensTheFileInThisProcessLeavesTheLocksOnIt() throws Exception {
        Path locks = Path.of("/proc/locks");
        assumeTrue(Files.exists(locks), "only Linux lists its locks");
        try (SqliteDatabase database = SqliteDatabase.open(file())) {
            TestFiles.append(database, BatchKind.EVENTS, 1);

            SqliteDatabase.open(file()).close();
            SqliteStoredRows.open(file()).close();
            new SqliteOutboxAdmin(database).problems();

            String ours = " " + ProcessHandle.current().pid() + " ";
            String inode = ":" + Files.getAttribute(file(), "unix:ino") + " ";
            assertThat(Files.readAllLines(locks))
                    .anyMatch(line -> line.contains("POSIX") && line.contains(ours) && line.contains(inode));
        }
    }

    private List<String> counter() throws Exception {
        return TestFiles.query(file(), "select seq from sqlite_sequence where name = 'sync_outbox'");
    }

    /** One that shares nothing with this test but Java itself. */
    private static URLClassLoader classLoader() throws IOException {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private void openIn(ClassLoader loader, String type) throws Throwable {
        Class<?> other = loader.loadClass(getClass().getPackageName() + "." + type);
        try {
            other.getMethod("open", Path.class).invoke(null, file());
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static void giveAway(Path path) throws IOException {
        try {
            Files.setAttribute(path, "unix:uid", SOMEBODY);
        } catch (FileSystemException denied) {
            assumeTrue(false, "files cannot be given away here (it needs root): " + denied.getMessage());
        }
    }

    private static List<Path> strangersIn(Path home) throws IOException {
        List<Path> strangers = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path each : paths.toList()) {
                if (!Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(SOMEBODY)) {
                    strangers.add(each);
                }
            }
        }
        return strangers;
    }

    private static String openInNewProcess(Path file, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true"));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), OpenProcess.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return said;
    }
}
