package io.kaizen.sync.application.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.Fixtures;
import io.kaizen.sync.application.port.in.EnqueueRows.InvalidRowException;
import io.kaizen.sync.application.port.in.EnqueueRows.Request;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.RowPreparation.Prepared;
import io.kaizen.sync.application.port.out.row.RowPreparation.Refused;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to rows before they are checked. */
class PreparedRowsTest {

    private static final OwnerId OWNER = new OwnerId("cli");

    /** Refuses what says "odd", and turns everything else around. */
    private static final RowPreparation REVERSING = (spec, row) -> {
        String text = new String(row, UTF_8);
        return text.equals("odd")
                ? new Refused("odd: it is")
                : new Prepared(new StringBuilder(text).reverse().toString().getBytes(UTF_8));
    };

    private final List<String> stored = new ArrayList<>();

    @Test
    void rowsAreStoredAsThePreparationLeavesThem() {
        Result result = enqueue(REVERSING, false, "ab", "cd");

        assertThat(stored).containsExactly("ba", "dc");
        assertThat(result.enqueued()).isEqualTo(2);
    }

    @Test
    void rowsAreCheckedAfterTheyWerePrepared() {
        assertThatThrownBy(() -> enqueue(REVERSING, false, "dab"))
                .isInstanceOfSatisfying(
                        InvalidRowException.class,
                        refused -> assertThat(refused.reason()).isEqualTo("it says so"));
    }

    @Test
    void aRowThatCannotBePreparedIsRefusedByItsPosition() {
        assertThatThrownBy(() -> enqueue(REVERSING, false, "ab", "odd"))
                .isInstanceOfSatisfying(InvalidRowException.class, refused -> {
                    assertThat(refused.position()).isEqualTo(2);
                    assertThat(refused.reason()).isEqualTo("odd: it is");
                });
        assertThat(stored).isEmpty();
    }

    @Test
    void itIsSkippedLikeAnyOtherWhereThatIsAskedFor() {
        Result result = enqueue(REVERSING, true, "odd", "ab", "dab", "cd");

        assertThat(stored).containsExactly("ba", "dc");
        assertThat(result.skipped()).isEqualTo(2);
        assertThat(result.examples()).extracting("position").containsExactly(1L, 3L);
    }

    @Test
    void preparationsFollowEachOtherUntilOneRefuses() {
        RowPreparation exclaiming = (spec, row) -> new Prepared((new String(row, UTF_8) + "!").getBytes(UTF_8));

        enqueue(REVERSING.andThen(exclaiming), true, "ab", "odd");
        enqueue(exclaiming.andThen(REVERSING), true, "ab", "odd");

        assertThat(stored).containsExactly("ba!", "!ba", "!ddo");
    }

    @Test
    void aSaltedHashIsThatOfTheSaltsBytesAndTheTexts() {
        List<String> hashed = new ArrayList<>();
        SaltedHasher hasher = new SaltedHasher(
                (salt, material) -> {
                    hashed.add(salt.length + " " + salt[31] + " " + new String(material, UTF_8));
                    return "blake3:0123456789";
                },
                Secret.of("0".repeat(62) + "7F"));

        assertThat(hasher.hash("é")).isEqualTo("blake3:0123456789");
        assertThat(hasher.hexOf("x")).isEqualTo("0123456789");
        assertThat(hashed).containsExactly("32 127 é", "32 127 x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "zz00000000000000000000000000000000000000000000000000000000000000"})
    void aSaltThatIsNoneIsRefusedWithoutBeingShown(String salt) {
        assertThatThrownBy(() -> new SaltedHasher((bytes, material) -> "", Secret.of(salt)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a team's salt is 64 hex digits");
    }

    private Result enqueue(RowPreparation preparation, boolean skipInvalid, String... rows) {
        Iterator<byte[]> payloads =
                Stream.of(rows).map(row -> row.getBytes(UTF_8)).iterator();
        return new EnqueueRowsService(preparation, new StoringQueue(), Fixtures.ENCODER, 1, new SplittableRandom(1))
                .enqueue(new Request(BatchKind.EVENTS, OWNER, false, skipInvalid), payloads);
    }

    /** Stores all that it is given, or nothing if the giver throws. */
    private final class StoringQueue implements RowQueue {

        @Override
        public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            List<String> given = new ArrayList<>();
            payloads.forEachRemaining(payload -> given.add(new String(payload, UTF_8)));
            stored.addAll(given);
            return given.size();
        }

        @Override
        public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            return append(kind, owner, payloads);
        }
    }
}
