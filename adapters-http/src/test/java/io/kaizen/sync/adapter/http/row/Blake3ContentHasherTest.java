package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Blake3ContentHasherTest {

    private final Blake3ContentHasher hasher = new Blake3ContentHasher();

    /** From test_vectors.json of the BLAKE3 team: the input is 0, 1, 2 … 250, 0, 1 … */
    @ParameterizedTest
    @CsvSource({
        "0, af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        "1, 2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
        "1023, 10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11",
        "1024, 42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
        "1025, d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
        "2048, e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a",
        "2049, 5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b687952256303096de31d71d74103403822a2e0bc1eb193e7aecc9",
        "5121, 628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff",
        "7169, a003fc7a51754a9b3c7fae0367ab3d782dccf28855a03d435f8cfe74605e7817",
    })
    void agreesWithTheOfficialVectorsWhereverTheSaltEnds(int length, String hex) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i % 251);
        }
        int saltLength = Math.min(32, length);

        String hash = hasher.hash(Arrays.copyOf(input, saltLength), Arrays.copyOfRange(input, saltLength, length));

        assertThat(hash).isEqualTo("blake3:" + hex.substring(0, 64));
    }

    @Test
    void theSaltChangesTheHash() {
        byte[] path = "/home/me/project".getBytes(UTF_8);

        assertThat(hasher.hash(new byte[32], path)).isNotEqualTo(hasher.hash(new byte[31], path));
    }
}
