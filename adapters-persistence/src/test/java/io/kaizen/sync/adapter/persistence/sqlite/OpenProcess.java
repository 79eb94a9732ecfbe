package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that opens the files it is given, writes to each, and says a line about each. */
final class OpenProcess {

    private OpenProcess() {}

    public static void main(String[] files) {
        for (String file : files) {
            System.out.writeBytes((attempt(Path.of(file)) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        System.out.flush();
    }

    private static String attempt(Path file) {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 1);
            return "written to " + file;
        } catch (OutboxStoreException told) {
            return String.valueOf(told.getMessage());
        }
    }
}
