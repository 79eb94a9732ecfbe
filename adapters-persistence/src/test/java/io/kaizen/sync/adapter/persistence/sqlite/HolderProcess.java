package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** A process that holds the lane of events in the file it is given, until it is killed. */
final class HolderProcess {

    static final String READY = "holding";

    private HolderProcess() {}

    public static void main(String[] arguments) throws IOException {
        SqliteOutboxStore store = new SqliteOutboxStore(SqliteDatabase.open(Path.of(arguments[0])));
        store.openLane(Lane.of(BatchKind.EVENTS), Instant.parse(arguments[1]), Instant.parse(arguments[2]));
        System.out.write((READY + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        System.in.read();
    }
}
