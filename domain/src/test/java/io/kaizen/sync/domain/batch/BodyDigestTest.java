package io.kaizen.sync.domain.batch;

import static io.kaizen.sync.domain.batch.BatchFixture.ENVELOPE;
import static io.kaizen.sync.domain.batch.BatchFixture.EVALS;
import static io.kaizen.sync.domain.batch.BatchFixture.EVENTS;
import static io.kaizen.sync.domain.batch.BatchFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** F76: a key is bound to the body before compression. */
class BodyDigestTest {

    @Test
    void f76_itIsTheSha256OfTheBody() {
        // printf '{"evals":[{}]}' | sha256sum
        assertThat(new Batch(EVALS, ENVELOPE, List.of(row(1, "{}"))).digest())
                .hasToString("0492476d68e201a1e3fbdc5ce01db6f75393c1eb56efd253391f99891d8d9e12");
    }

    @Test
    void theSameBodyHasTheSameDigestWhateverItsRowsAreCalled() {
        assertThat(new Batch(EVALS, ENVELOPE, List.of(row(1, "{}"))).digest())
                .isEqualTo(new Batch(EVALS, ENVELOPE, List.of(row(2, "{}"))).digest());
    }

    @Test
    void anotherRowEnvelopeOrKindHasAnotherDigest() {
        BodyDigest digest = new Batch(EVENTS, ENVELOPE, List.of(row(1, "{}"))).digest();

        assertThat(new Batch(EVENTS, ENVELOPE, List.of(row(1, "{ }"))).digest()).isNotEqualTo(digest);
        assertThat(new Batch(EVENTS, ENVELOPE, List.of(row(1, "{}"), row(2, "{}"))).digest())
                .isNotEqualTo(digest);
        assertThat(new Batch(EVENTS, new BatchEnvelope("team", "blake3:00", Optional.empty()), List.of(row(1, "{}")))
                        .digest())
                .isNotEqualTo(digest);
        assertThat(new Batch(EVALS, ENVELOPE, List.of(row(1, "{}"))).digest()).isNotEqualTo(digest);
    }
}
