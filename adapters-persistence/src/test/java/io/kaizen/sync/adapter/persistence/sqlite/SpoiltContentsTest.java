package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.SampleBatches;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ContentsFuzzTest} has found. */
class SpoiltContentsTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() throws SQLException {
        file = folder.resolve("kaizen.db");
        SqliteOutbox.open(file).close();
        RandomContents.fill(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason = '7'", "attempts = 9223372036854775807", "attempts = -1"})
    void aSpoiltSuspectStopsItsOwnKindAlone(String spoilt) throws SQLException {
        TestFiles.execute(file, "update outbox_suspect set " + spoilt);

        FlushReport report = flush();

        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.STORE);
            assertThat(stop.message()).contains("row 7 in outbox_suspect makes no sense");
            assertThat(stop.kind()).hasToString("Optional[tool_spans]");
        });
        assertHealthyRowsAreSent();
    }

    @ParameterizedTest
    @CsvSource({
        "lane = cast(x'5c00' as text), its lane is not a whole number",
        "lane = x'00', its lane is not a whole number",
        "first_row_id = '3abc', its first_row_id is not a whole number",
        "row_ids = x'5b332c345d', not a list of row ids",
        "'row_ids = ''[03,4]''', its row_ids are not written as this program writes them",
    })
    void aClaimThatOnlyReadsLikeOneOfOursIsDamaged(String spoilt, String told) throws SQLException {
        TestFiles.execute(file, "update outbox_claim set " + spoilt);

        FlushReport report = flush();

        assertThat(report.stops())
                .as("%s", report)
                .extracting(Stop::message)
                .singleElement()
                .asString()
                .contains(told, "verify");
        assertHealthyRowsAreSent();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "1e999, 9223372036854775807", "'''x''', 0", "x'00ff', 0", "12, 12"})
    void aSpoiltCountOfPurgedRowsIsRead(String stored, long read) throws SQLException {
        TestFiles.execute(file, "update outbox_purge set purged_rows = " + stored);

        try (SqliteOutbox outbox = SqliteOutbox.open(file)) {
            assertThat(outbox.admin().balance().purged()).isEqualTo(read);
        }
    }

    @Test
    void theContentsAreSoundAsTheyAreFilled() {
        try (SqliteOutbox outbox = SqliteOutbox.open(file)) {
            assertThat(outbox.admin().problems()).isEmpty();
        }
    }

    private FlushReport flush() {
        try (OutboxSync sync = OutboxSync.builder(SqliteOutbox.open(file), new InMemoryIngest())
                .team("team-1", Secret.of("ab".repeat(32)))
                .envelope(SampleBatches.ENVELOPE)
                .build()) {
            return sync.flush();
        }
    }

    private void assertHealthyRowsAreSent() throws SQLException {
        assertThat(TestFiles.query(file, "select id from sync_outbox where kind = 'events' and sent = 1"))
                .containsExactlyElementsOf(
                        RandomContents.HEALTHY.stream().map(String::valueOf).toList());
    }
}
