package io.kaizen.sync.domain.redaction;

/** Hash that lets a team tell values apart without learning them. Pure. Thread-safe. */
@FunctionalInterface
public interface SaltedHash {

    /**
     * Hashes the UTF-8 bytes of {@code material} behind the team's salt.
     *
     * @return lowercase hex digits, at least eight
     */
    String hexOf(String material);
}
