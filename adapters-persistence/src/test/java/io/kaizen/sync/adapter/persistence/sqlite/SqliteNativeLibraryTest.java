package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

    private Path file(String version, String name, Instant modified) throws IOException {
        Path file = Files.createDirectories(folder.resolve(version)).resolve(name);
        Files.writeString(file, "library");
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }
}
