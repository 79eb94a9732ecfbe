package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.util.LibraryLoaderUtil;

class NativePlatformTest {

    @TempDir
    private Path folder;

    private Path memory;
    private String ofTheDriver;

    @BeforeEach
    void askTheDriver() throws IOException {
        memory = folder.resolve("platform");
        ofTheDriver = LibraryLoaderUtil.getNativeLibResourcePath();
        assertThat(library()).contains(ofTheDriver);
    }

    @Test
    void whatTheDriverFindsIsWrittenDown() throws IOException {
        assertThat(Files.readString(memory)).endsWith("\n" + ofTheDriver + "\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyTheUserCanChangeIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory)))
                .isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsWrittenDownIsBelieved() throws IOException {
        String other = "/org/sqlite/native/Linux/riscv64";
        rewrite(text -> text.replace(ofTheDriver, other));

        assertThat(library()).contains(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"os.name", "os.arch", "java.home"})
    @EnabledOnOs(OS.LINUX)
    void onAnotherSystemTheDriverIsAskedAgain(String property) throws IOException {
        String here = System.getProperty(property);
        String elsewhere = "x".repeat(here.length());
        rewrite(text ->
                text.replace(ofTheDriver, "/org/sqlite/native/Linux/riscv64").replace(here + "\n", elsewhere + "\n"));

        assertThat(library()).contains(ofTheDriver);
        assertThat(Files.readString(memory)).contains(here + "\n").endsWith("\n" + ofTheDriver + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/org/sqlite/native/Linux/riscv64", "/org/sqlite/native/None/at-all\n", "", "\n"})
    void whatIsCutOffOrNotInTheDriverCountsAsUnknown(String folderWrittenDown) throws IOException {
        rewrite(text -> text.replace(ofTheDriver + "\n", folderWrittenDown));

        assertThat(library()).contains(ofTheDriver);
        assertThat(Files.readString(memory)).endsWith("\n" + ofTheDriver + "\n");
    }

    private String library() throws IOException {
        return NativePlatform.library(memory).toString();
    }

    private void rewrite(UnaryOperator<String> change) throws IOException {
        Files.writeString(memory, change.apply(Files.readString(memory)));
    }
}
