package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileSystemCheck;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file is where it should not be, or changes hands under us. */
class HostileFilesTest {

    @TempDir
    Path folder;

    @Test
    void f89_aFileWithTwoNamesIsRefused() throws Exception {
        Path file = outbox("kaizen.db", 1);
        Path other = Files.createLink(folder.resolve("other.db"), file);

        assertRefused(file, "2 names (hard links)");
        assertRefused(other, "2 names (hard links)");

        Files.delete(other);
        SqliteDatabase.open(file).close();
    }

    @Test
    void k6_nothingThatLiesBesideTheDatabaseMayBeALink() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("workspace"));
        Path file = folder.resolve("kaizen.db");
        for (String name : List.of("kaizen.db-outbox", "kaizen.db-wal", "kaizen.db-outbox/holders")) {
            Path link = folder.resolve(name);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, name.endsWith("-wal") ? elsewhere.resolve("log") : elsewhere);

            assertThatThrownBy(() -> {
                        try (SqliteDatabase database = SqliteDatabase.open(file)) {
                            new SqliteOutboxStore(database).close();
                        }
                    })
                    .as(name)
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("is a symlink");

            assertThat(elsewhere).isEmptyDirectory();
            Files.delete(link);
        }
    }

    @Test
    void k6_aLockThatIsALinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("workspace"));
        Path side = Files.createDirectory(folder.resolve("kaizen.db-outbox"));
        Files.createSymbolicLink(side.resolve("migration.lock"), elsewhere.resolve("lock"));

        assertThatThrownBy(() -> SqliteDatabase.open(folder.resolve("kaizen.db")))
                .isInstanceOf(OutboxStoreException.class);

        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "NFS"})
    void f89_fileSystemsOfTheNetworkAreRefused(String type) {
        assertThatThrownBy(() -> FileSystemCheck.requireLocal(folder.resolve("kaizen.db"), type))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("network file system (" + type + ")")
                .hasMessageContaining("move it to a local disk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9p",
                "virtiofs",
                "vboxsf",
                "vmhgfs",
                "fuse.vmhgfs-fuse",
                "ceph",
                "fuse.ceph",
                "gpfs",
                "beegfs",
                "lustre",
                "fuse.anything",
                "macfuse_sshfs",
                "smbfs",
                "glusterfs",
                "drvfs",
                "davfs2",
                "VirtioFS"
            })
    void b13_soAreThoseOfHostsClustersAndPrograms(String type) {
        assertThatThrownBy(() -> FileSystemCheck.requireLocal(folder.resolve("kaizen.db"), type))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("network file system (" + type + ")")
                .hasMessageContaining("store.allow_network_fs = true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fuseblk", "fuse.fuse-overlayfs", "zfs", "f2fs", "9pfoo", "ecryptfs", "hfs", "ufs"})
    void b13_othersAreLocal(String type) {
        FileSystemCheck.requireLocal(folder.resolve("kaizen.db"), type);
    }

    @Test
    void b13_theUserMayAnswerForIt() throws Exception {
        Path file = outbox("kaizen.db", 1);

        FileSystemCheck.require(file, true);
        SqliteOutbox.builder(file).allowNetworkFileSystem().open().close();

        Path other = Files.createLink(folder.resolve("other.db"), file);
        assertThatThrownBy(() -> FileSystemCheck.require(other, true)).hasMessageContaining("2 names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "overlay", "tmpfs", "apfs", "NTFS", "unknown"})
    void f89_localFileSystemsAreNot(String type) {
        FileSystemCheck.requireLocal(folder.resolve("kaizen.db"), type);
    }

    @Test
    void f93_aDatabaseThatWasDeletedIsNotWrittenToAnyMore() throws Exception {
        Path file = outbox("kaizen.db", 1);
        SqliteDatabase database = SqliteDatabase.open(file);
        SqliteOutboxAdmin inspector = new SqliteOutboxAdmin(database);

        Files.delete(file);

        assertGone(() -> TestFiles.append(database, BatchKind.EVENTS, 1));
        assertGone(() -> TestFiles.countPending(database));
        assertGone(inspector::problems);
        assertGone(database::close);
        assertThat(file).doesNotExist();
    }

    @Test
    void f93_aDatabaseThatWasReplacedIsLeftAlone() throws Exception {
        Path file = outbox("kaizen.db", 1);
        Path backup = outbox("backup.db", 5);
        byte[] restored = Files.readAllBytes(backup);
        SqliteDatabase database = SqliteDatabase.open(file);
        TestFiles.append(database, BatchKind.EVENTS, 1);

        Files.deleteIfExists(Path.of(file + "-wal"));
        Files.deleteIfExists(Path.of(file + "-shm"));
        Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);

        assertGone(() -> TestFiles.append(database, BatchKind.EVENTS, 1));
        try (SqliteDatabase other = SqliteDatabase.open(file)) {
            TestFiles.append(other, BatchKind.EVENTS, 1);
            Path log = Path.of(file + "-wal");
            long logBytes = Files.size(log);

            // Closing it would delete the log of the other.
            assertGone(database::close);

            assertThat(log).hasSize(logBytes);
            assertThat(TestFiles.countPending(other)).isEqualTo(6);
        }
        assertThat(restored).hasSizeGreaterThan(4_096);
    }

    @Test
    void f89_f93_aDeletedLogIsNoticedAndWhatWasInItIsSaved() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 3);

            Files.delete(Path.of(file + "-wal"));

            assertThatThrownBy(() -> TestFiles.append(database, BatchKind.EVENTS, 1))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("kaizen.db-wal was deleted or replaced")
                    .hasMessageContaining("verify");
            assertThat(TestFiles.countPending(database)).isEqualTo(3);
            TestFiles.append(database, BatchKind.EVENTS, 1);
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
        }
        assertThat(TestFiles.query(file, "select count(*) from sync_outbox")).containsExactly("4");
    }

    @Test
    void f90_aFileSystemThatIsReadOnlyIsTold() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (TestMounts mounts = new TestMounts()) {
            mounts.mountMemory(disk, "size=8m");
            Path file = disk.resolve("kaizen.db");
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                TestFiles.append(database, BatchKind.EVENTS, 1);
            }
            mounts.remountReadOnly(disk);

            assertThatThrownBy(() -> SqliteDatabase.open(file))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("read-only");
            assertThatThrownBy(() -> SqliteDatabase.open(disk.resolve("new.db")))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("new.db")
                    .hasMessageContaining("Read-only file system");
        }
    }

    /** In a process of root's without root's privileges, since root itself may do everything. */
    @Test
    void f90_filesAndFoldersThatAreNotOursToWriteAreTold() throws Exception {
        Path readOnly = outbox("read-only.db", 1);
        Path others = outbox("others.db", 1);
        Path fine = outbox("fine.db", 1);
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path inside = closed.resolve("new.db");
        byte[] before = Files.readAllBytes(others);
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r--------"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        giveAway(others);

        List<String> told = openWithoutPrivileges(readOnly, others, inside, fine);

        assertThat(told.get(0)).contains("read-only.db is read-only for this user; make it writable");
        assertThat(told.get(1)).contains("others.db is read-only for this user; make it writable");
        assertThat(told.get(2)).contains("closed").contains("no right").contains("check owner and modes");
        assertThat(told.get(3)).isEqualTo("written to " + fine);
        assertThat(Files.readAllBytes(others)).isEqualTo(before);
    }

    private static void giveAway(Path file) throws IOException {
        try {
            Files.setAttribute(file, "unix:uid", 54_321);
        } catch (FileSystemException denied) {
            assumeTrue(false, "files cannot be given away here (it needs root): " + denied.getMessage());
        }
    }

    private static List<String> openWithoutPrivileges(Path... files) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--bounding-set=-all",
                "--inh-caps=-all",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OpenProcess.class.getName()));
        Stream.of(files).map(Path::toString).forEach(command::add);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, "setpriv is missing: " + missing.getMessage());
            throw missing;
        }
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private Path outbox(String name, int rows) {
        Path file = folder.resolve(name);
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, rows);
        }
        return file;
    }

    private interface Call {
        void run();
    }

    private static void assertGone(Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("was deleted or replaced while we had it open")
                .hasMessageContaining("start again");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SqliteDatabase.open(file).close())
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining(why);
    }
}
