package io.kaizen.sync.domain.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void aKeyIsReadAsItIsWritten() {
        String text = "0192f0c1-2345-7abc-8def-0123456789ab";

        assertThat(IdempotencyKey.parse(text)).hasToString(text);
        assertThat(IdempotencyKey.parse(text)).isEqualTo(IdempotencyKey.parse(text));
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> IdempotencyKey.parse("nonsense"));
    }

    @Test
    void destinationsDifferByEndpointAndByTeam() {
        Destination destination = new Destination("https://a", "team");

        assertThat(destination).isEqualTo(new Destination("https://a", "team"));
        assertThat(destination).isNotEqualTo(new Destination("https://b", "team"));
        assertThat(destination).isNotEqualTo(new Destination("https://a", "other"));
    }

    @Test
    @SuppressWarnings("NullAway") // that null is refused is what is tested
    void nothingMayBeNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> new IdempotencyKey(null))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> new Destination(null, "t"))
                .withMessage("endpoint");
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchEnvelope("t", null, Optional.empty()))
                .withMessage("workspaceHash");
        assertThatNullPointerException().isThrownBy(() -> new BodyDigest(null)).withMessage("hex");
    }
}
