package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeadLetterListTest {

    @Test
    void aHundredThousandAreReadInPages() throws IOException {
        ManyLetters letters = new ManyLetters(100_000);
        ByteArrayOutputStream json = new ByteArrayOutputStream();

        new DeadLetterList(letters).json(new PrintStream(json, false, UTF_8));

        assertThat(new ObjectMapper().readTree(json.toByteArray())).hasSize(100_000);
        assertThat(letters.largestPage).isLessThanOrEqualTo(1_000);
        assertThat(json.toString(UTF_8)).endsWith("]" + System.lineSeparator());
    }

    @Test
    void nothingIsReadOnForAReaderWhoHasGone() {
        ManyLetters letters = new ManyLetters(100_000);

        new DeadLetterList(letters).json(new PrintStream(new ClosedPipe(), false, UTF_8));
        new DeadLetterList(letters).text(new PrintStream(new ClosedPipe(), false, UTF_8));

        assertThat(letters.pages).isLessThanOrEqualTo(4);
    }

    private static final class ClosedPipe extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            throw new IOException("broken pipe");
        }
    }

    /** Rows 1 to {@code count}, made when they are asked for. */
    private static final class ManyLetters implements DeadLetters {

        private final long count;
        private int pages;
        private int largestPage;

        ManyLetters(long count) {
            this.count = count;
        }

        @Override
        public List<DeadLetter> list(RowId after, int limit) {
            pages++;
            largestPage = Math.max(largestPage, limit);
            return LongStream.rangeClosed(after.value() + 1, Math.min(count, after.value() + limit))
                    .mapToObj(id -> new DeadLetter(
                            new Refusal(new RowId(id), PoisonReason.MALFORMED, "ts_ms: missing", 0),
                            BatchKind.EVENTS,
                            new OwnerId("o"),
                            2,
                            Instant.EPOCH))
                    .toList();
        }

        @Override
        public Optional<DeadLetter> find(RowId row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> payload(RowId row, int maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<RowId> retry(List<RowId> rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long retryAll() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<RowId> discard(List<RowId> rows) {
            throw new UnsupportedOperationException();
        }
    }
}
