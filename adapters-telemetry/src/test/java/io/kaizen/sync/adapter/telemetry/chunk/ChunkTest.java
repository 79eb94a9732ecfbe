package io.kaizen.sync.adapter.telemetry.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {

    @Test
    void aBodyIsHeadRowsAndTail() {
        assertThat(bodies(pack(100, 100, "1", "22", "333"))).containsExactly("<1,22,333>");
    }

    @Test
    void noRowsMakeNoChunk() {
        assertThat(pack(100, 100)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1:1:1:1:1", "2, 2:2:1", "3, 3:2", "4, 4:1", "5, 5", "6, 5"})
    void noChunkHasMoreRowsThanItMay(int maxRows, String sizes) {
        List<Chunk> chunks = pack(maxRows, 100, "1", "2", "3", "4", "5");

        assertThat(chunks).extracting(chunk -> Integer.toString(chunk.size())).containsExactly(sizes.split(":"));
    }

    /** Two rows of four bytes: a head, a comma and a tail make eleven. */
    @ParameterizedTest
    @CsvSource({"10, 2", "11, 1", "12, 1"})
    void headCommasAndTailCountToTheByte(int maxBytes, int chunks) {
        assertThat(pack(100, maxBytes, "4444", "4444")).hasSize(chunks);
    }

    @Test
    void aRowThatIsTooLongTravelsAlone() {
        assertThat(bodies(pack(100, 8, "1", "88888888", "2", "3"))).containsExactly("<1>", "<88888888>", "<2,3>");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 8})
    void halvesAreAllOfItInOrderTheSmallerFirst(int size) {
        Chunk whole = pack(
                        100,
                        100,
                        IntStream.range(0, size).mapToObj(Integer::toString).toArray(String[]::new))
                .get(0);

        List<Chunk> halves = whole.halves();

        assertThat(halves).extracting(Chunk::size).containsExactly(size / 2, size - size / 2);
        List<RowId> rows = new ArrayList<>(halves.get(0).rowIds());
        rows.addAll(halves.get(1).rowIds());
        assertThat(rows).isEqualTo(whole.rowIds());
    }

    @Test
    void neitherContentNorAKeyIsInWhatIsShown() {
        BodyForm form = new BodyForm("canary".getBytes(UTF_8), new byte[0], 1, 1);
        RenderedRow row = new RenderedRow(new RowId(4), "canary".getBytes(UTF_8));

        assertThat(form + " " + row + " " + Chunk.pack(List.of(row), form)).doesNotContain("canary");
    }

    @Test
    void aFormWithoutRoomForARowIsRefused() {
        assertThatThrownBy(() -> new BodyForm(new byte[0], new byte[0], 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Chunk> pack(int maxRows, int maxBytes, String... rows) {
        List<RenderedRow> rendered = new ArrayList<>();
        for (String row : rows) {
            rendered.add(new RenderedRow(new RowId(rendered.size() + 1L), row.getBytes(UTF_8)));
        }
        return Chunk.pack(rendered, new BodyForm("<".getBytes(UTF_8), ">".getBytes(UTF_8), maxRows, maxBytes));
    }

    private static List<String> bodies(List<Chunk> chunks) {
        return chunks.stream().map(chunk -> new String(chunk.body(), UTF_8)).toList();
    }
}
