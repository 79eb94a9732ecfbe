package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteNativeLibrary.Candidate;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class SqliteNativeLibraryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String NAME = LibraryLoaderUtil.getNativeLibName();

    @TempDir
    Path folder;

    @Test
    void f141_whatOldVersionsAndKilledProcessesLeftIsSwept() throws IOException {
        Path ours = file("new", NAME, NOW.minusSeconds(10));
        Path old = file("old", NAME, NOW.minusSeconds(10));
        Path copy = file("new", "sqlite-3.54.1-1234-" + NAME, NOW.minusSeconds(10));
        Path lock = file("new", "sqlite-3.54.1-1234-" + NAME + ".lck", NOW.minusSeconds(10));
        Path young = file("old", "sqlite-3.54.1-5678-" + NAME, NOW.plusSeconds(10));
        Path mutex = file("new", "unpack.lock", NOW.minusSeconds(10));

        SqliteNativeLibrary.sweep(folder, ours, NOW);

        assertThat(ours).exists();
        assertThat(young).exists();
        assertThat(mutex).exists();
        assertThat(old).doesNotExist();
        assertThat(copy).doesNotExist();
        assertThat(lock).doesNotExist();
    }

    @Test
    void b14_whereNothingMayBeRunTheNextPrivateFolderIsTaken() throws IOException {
        Path home = folder.resolve("home");
        Path other = folder.resolve("other");

        Path library = unpack(List.of(() -> home, () -> other), file -> !file.startsWith(home));

        assertThat(library).startsWith(other).hasFileName(NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library)))
                .isEqualTo("rwx------");
    }

    @Test
    void b14_aLibraryThatAnOlderVersionUnpackedMayBeRunFromNowOn() throws IOException {
        Path library = unpack(List.of(() -> folder), file -> true);
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-------"));

        assertThat(unpack(List.of(() -> folder), Files::isExecutable))
                .isEqualTo(library)
                .isExecutable();
    }

    @Test
    void b14_whereNoFolderHelpsTheReasonIsNamed() {
        List<Candidate> candidates = List.of(() -> folder.resolve("a"), () -> {
            throw new IOException("no home");
        });

        assertThatThrownBy(() -> unpack(candidates, file -> false))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContainingAll(folder.resolve("a").toString(), "mounted noexec", "-Dorg.sqlite.tmpdir");
    }

    private Path unpack(List<Candidate> candidates, Predicate<Path> runs) throws IOException {
        Path packed = Files.writeString(folder.resolve("packed"), "library");
        return SqliteNativeLibrary.unpackWhereItRuns(packed.toUri().toURL(), NAME, candidates, runs);
    }

    private Path file(String version, String name, Instant modified) throws IOException {
        Path file = Files.createDirectories(folder.resolve(version)).resolve(name);
        Files.writeString(file, "library");
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }
}
