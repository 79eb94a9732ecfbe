package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import io.kaizen.sync.testkit.fuzz.Dice;
import io.kaizen.sync.testkit.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever other programs write into the database, what is healthy is sent once, nothing is lost, and what is wrong is told. */
class ContentsFuzzTest {

    private static final int VALUES = 100;
    private static final int STRUCTURES = 30;
    private static final int PAGES = 30;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] sound;

    @BeforeEach
    void fill() throws IOException, SQLException {
        file = folder.resolve("kaizen.db");
        SqliteOutbox.open(file).close();
        RandomContents.fill(file);
        sound = Files.readAllBytes(file);
    }

    @Test
    void valuesOfAnyTypeInAnyColumnHoldUpNothingThatIsHealthy() {
        Fuzz.cases(VALUES, dice -> {
            restore();
            RandomContents.spoilValues(file, dice);
            Set<String> before = rows();
            Ledger ledger = new Ledger();
            Visit first = visit(ledger);
            Visit second = visit(ledger);

            assertThat(ledger.copies())
                    .as("copies, %s, %s", first, second)
                    .containsAllEntriesOf(oneOfEach(RandomContents.HEALTHY));
            requireConservation(before, ledger);
        });
    }

    @Test
    void missingTablesAndColumnsAreToldOrMade() {
        Fuzz.cases(STRUCTURES, dice -> {
            restore();
            RandomContents.spoilStructure(file, dice);
            if (dice.oneIn(3)) {
                RandomContents.spoilValues(file, dice);
            }

            requireToldOrHarmless();
        });
    }

    @Test
    void pagesOfNoiseAreToldOrHarmless() {
        Fuzz.cases(PAGES, dice -> {
            spoilPage(dice);

            requireToldOrHarmless();
        });
    }

    /** Found by a soak: the walk from kind to kind came back to where it was, and went on for ever. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anIndexThatLeadsInACircleIsTold() throws IOException {
        spoilPage(new Dice(348_546_299_156L));

        requireToldOrHarmless();
    }

    private void spoilPage(Dice dice) throws IOException {
        restore();
        byte[] noisy = sound.clone();
        int pages = noisy.length / 4096;
        byte[] noise = dice.noise(dice.between(1, 4096));
        int page = dice.between(1, pages - 1);
        System.arraycopy(noise, 0, noisy, page * 4096 + dice.below(4097 - noise.length), noise.length);
        Files.write(file, noisy);
    }

    /** Where nothing is told, what is healthy is sent, and that in any case only once. */
    private void requireToldOrHarmless() {
        Ledger ledger = new Ledger();
        try {
            Visit visit = visit(ledger);
            if (visit.isSound() && visit.report().stops().isEmpty()) {
                assertThat(ledger.copies()).containsAllEntriesOf(oneOfEach(RandomContents.HEALTHY));
            }
        } catch (OutboxStoreException told) {
            requireWords(told);
        }
        assertThat(ledger.copies().values()).allMatch(copies -> copies == 1);
    }

    /** One process: what it saw, and what came of its flush. */
    private record Visit(boolean isSound, FlushReport report) {}

    private Visit visit(Ledger ledger) {
        SqliteOutbox outbox = SqliteOutbox.open(file);
        return new Visit(look(outbox), ledger.flush(outbox));
    }

    /** Does what commands do that only look; each answers or says what is wrong. Returns whether {@code verify} found nothing. */
    private static boolean look(SqliteOutbox outbox) {
        boolean isSound = isSound(() -> outbox.admin().status());
        isSound &= isSound(outbox.admin()::balance);
        isSound &= isSound(() -> {
            DeadLetters dead = outbox.admin().deadLetters();
            for (DeadLetter letter : dead.list(RowId.BEFORE_ALL, 100)) {
                assertThat(dead.find(letter.refusal().row())).isPresent();
                dead.payload(letter.refusal().row(), 1_000_000);
            }
        });
        List<String> problems = new ArrayList<>();
        isSound &= isSound(() -> problems.addAll(outbox.admin().problems()));
        return isSound && problems.isEmpty();
    }

    private static boolean isSound(Runnable look) {
        try {
            look.run();
            return true;
        } catch (OutboxStoreException told) {
            requireWords(told);
            return false;
        }
    }

    private static void requireWords(OutboxStoreException told) {
        assertThat(told.getMessage()).isNotBlank().doesNotContain("\tat ", "Exception");
    }

    /** What was pending is sent and the server has it, or it is pending or dead still. */
    private void requireConservation(Set<String> before, Ledger ledger) throws SQLException {
        Set<String> after = rows();
        Set<String> dead =
                new HashSet<>(TestFiles.query(file, "select row_id, typeof(row_id) from outbox_dead_letter"));
        for (String row : before) {
            String id = row.substring(0, row.indexOf('|'));
            if (!row.endsWith("|0|integer")) {
                continue;
            }
            boolean isThere = after.stream().anyMatch(one -> one.startsWith(id + "|"));
            boolean isStored = ledger.copies().containsKey(Long.parseLong(id));
            // A spoilt mark may have it purged as soon as it is sent.
            assertThat(isThere || isStored || dead.contains(id + "|integer"))
                    .as("row %s is somewhere", row)
                    .isTrue();
            if (after.contains(id + "|1|integer")) {
                assertThat(isStored)
                        .as("row %s is sent, and the server has it", row)
                        .isTrue();
            }
        }
    }

    private Set<String> rows() throws SQLException {
        return new HashSet<>(TestFiles.query(file, "select id, sent, typeof(sent) from sync_outbox"));
    }

    private void restore() throws IOException {
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
        Files.write(file, sound);
    }

    private static Map<Long, Integer> oneOfEach(List<Long> rows) {
        Map<Long, Integer> one = new HashMap<>();
        rows.forEach(row -> one.put(row, 1));
        return one;
    }

    /** A server that takes everything. */
    private static final class Ledger {

        private final Map<Long, Integer> copies = new HashMap<>();

        /** Closes the outbox. */
        FlushReport flush(SqliteOutbox outbox) {
            InMemoryIngest ingest = new InMemoryIngest();
            try (OutboxSync sync = OutboxSync.builder(outbox, ingest)
                    .team("team-1", Secret.of("ab".repeat(32)))
                    .envelope(SampleBatches.ENVELOPE)
                    .build()) {
                return sync.flush();
            } finally {
                for (Post post : ingest.script().posts()) {
                    post.rows().forEach(row -> copies.merge(row, 1, Integer::sum));
                }
            }
        }

        /** How often each row was stored. */
        Map<Long, Integer> copies() {
            return copies;
        }
    }
}
