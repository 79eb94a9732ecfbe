package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.config.UserPaths;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSourceTest {

    @TempDir
    private Path folder;

    private final UserPaths paths = new UserPaths(Map.of());

    @Test
    void b2_standardInputIsNeverClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        RowSource.open("-", in, paths).close();

        assertThat(closed).isFalse();
    }

    @Test
    void b12_aFileInTheUsersHomeIsFound() throws IOException {
        Files.writeString(folder.resolve("rows"), "{}");
        UserPaths ofAnn = new UserPaths(Map.of("HOME", folder.toString()));

        try (RowSource source = RowSource.open("~/rows", InputStream.nullInputStream(), ofAnn)) {
            assertThat(source.stream()).hasContent("{}");
        }
    }
}
