package io.kaizen.sync.application.port.out.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.redaction.SaltedHash;
import io.kaizen.sync.domain.secret.Secret;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Hashes text with the team's salt. Thread-safe.
 *
 * @param saltHex {@value #SALT_BYTES} bytes as hex digits
 */
public record SaltedHasher(ContentHasher hasher, Secret saltHex) implements SaltedHash {

    private static final int SALT_BYTES = 32;

    /** @throws IllegalArgumentException if the salt is not what it should be; without the salt */
    public SaltedHasher {
        Objects.requireNonNull(hasher, "hasher");
        if (!saltHex.reveal().matches("[0-9a-fA-F]{" + 2 * SALT_BYTES + "}")) {
            throw new IllegalArgumentException("a team's salt is " + 2 * SALT_BYTES + " hex digits");
        }
    }

    /** {@code "blake3:"} and 64 lowercase hex digits. */
    public String hash(String material) {
        return hasher.hash(HexFormat.of().parseHex(saltHex.reveal()), material.getBytes(UTF_8));
    }

    /** The digits alone. */
    @Override
    public String hexOf(String material) {
        String hash = hash(material);
        return hash.substring(hash.indexOf(':') + 1);
    }
}
