package io.kaizen.sync.bootstrap.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintSetTest {

    @Test
    void agreesWithAnOrdinarySetWhileItGrows() {
        Random random = new Random(42);
        FingerprintSet set = new FingerprintSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long row = random.nextInt(50_000);

            assertThat(set.add(fingerprint(row))).isEqualTo(expected.add(row));
        }
        assertThat(set.size()).isEqualTo(expected.size());
    }

    @Test
    void keepsApartFingerprintsThatWantTheSameSlot() {
        FingerprintSet set = new FingerprintSet();

        assertThat(set.add(new Fingerprint(0, 1))).isTrue();
        assertThat(set.add(new Fingerprint(0, 3))).isTrue();
        assertThat(set.add(new Fingerprint(1L << 62, 3))).isTrue();
        assertThat(set.add(new Fingerprint(0, 3))).isFalse();
    }

    @Test
    void takesAFingerprintOfZeroes() {
        FingerprintSet set = new FingerprintSet();

        assertThat(set.add(new Fingerprint(0, 0))).isTrue();
        assertThat(set.add(new Fingerprint(0, 0))).isFalse();
    }

    private static Fingerprint fingerprint(long row) {
        return new Fingerprint(row * 0x9E3779B97F4A7C15L, row * 0xC2B2AE3D27D4EB4FL << 1);
    }
}
