package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.testkit.Settling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A process that holds the lane of events in the file it is given, and a claim on what is pending, until it is killed. Asked by a byte
 * it tries to commit.
 */
final class HolderProcess {

    static final String READY = "holding";
    static final String COMMITTED = "committed";
    static final String LOST = "lost";

    private HolderProcess() {}

    public static void main(String[] arguments) throws IOException {
        Instant now = Instant.parse(arguments[1]);
        Duration leaseFor = Duration.between(now, Instant.parse(arguments[2]));
        Lane lane = Lane.of(BatchKind.EVENTS);
        SqliteOutboxStore store =
                new SqliteOutboxStore(SqliteDatabase.open(Path.of(arguments[0])), InstantSource.fixed(now));
        LaneLease lease = ((LaneGrant.Granted) store.openLane(lane, leaseFor)).lease();
        List<OutboxRow> rows = store.page(new PageRequest(
                Lane.of(BatchKind.EVENTS), store.bound(), Optional.empty(), 10, Long.MAX_VALUE, Long.MAX_VALUE));
        if (rows.isEmpty()) {
            say(READY);
            System.in.read();
            return;
        }
        Claim claim = TestFlush.claimOf(lane, rows);
        store.claim(lease, claim, leaseFor);
        say(READY);
        System.in.read();
        try {
            Settling.settle(store, lease, new Sent(claim, now));
            say(COMMITTED);
        } catch (LaneLostException lost) {
            say(LOST);
        }
    }

    private static void say(String word) {
        System.out.writeBytes((word + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
