package io.kaizen.sync.adapter.http.row;

import io.kaizen.sync.application.port.out.row.ContentHasher;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;

/** BLAKE3, unkeyed and 32 bytes long, over the salt followed by the material. Thread-safe. */
public final class Blake3ContentHasher implements ContentHasher {

    private static final int HASH_BYTES = 32;

    @Override
    public String hash(byte[] salt, byte[] material) {
        byte[] hash = Blake3.initHash().update(salt).update(material).doFinalize(HASH_BYTES);
        return "blake3:" + HexFormat.of().formatHex(hash);
    }
}
