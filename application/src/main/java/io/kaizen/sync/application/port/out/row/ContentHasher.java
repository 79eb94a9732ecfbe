package io.kaizen.sync.application.port.out.row;

/** Hash that lets others tell values apart without learning them. Thread-safe. */
@FunctionalInterface
public interface ContentHasher {

    /**
     * Hashes {@code material} behind {@code salt}.
     *
     * @return {@code "blake3:"} and 64 lowercase hex digits of the unkeyed BLAKE3
     */
    String hash(byte[] salt, byte[] material);
}
