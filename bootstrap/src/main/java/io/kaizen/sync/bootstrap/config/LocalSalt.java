package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The salt of this machine, for what goes to exporters where the team has given none: {@code local_salt.hex} in kaizen's home, made
 * where it is missing, as kaizen makes it. For one thread.
 */
final class LocalSalt {

    private static final String FILE = "local_salt.hex";
    private static final int BYTES = 32;

    private final Path file;

    LocalSalt(Workspace workspace) {
        this.file = workspace.home().resolve(FILE);
    }

    /** @throws ConfigException if the file cannot be read or made, is a link, or holds no salt */
    Secret readOrMake() {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                return make();
            }
            requireOwn();
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            if (text.length() != 2 * BYTES || !text.chars().allMatch(HexFormat::isHexDigit)) {
                throw new ConfigException(file + " must hold " + 2 * BYTES
                        + " hex digits; move it away, and another is made, or set sync.team_salt_hex");
            }
            return Secret.of(text);
        } catch (IOException refused) {
            throw ConfigException.because(file + ": the salt of this machine cannot be read or made", refused);
        }
    }

    private Secret make() throws IOException {
        byte[] salt = new byte[BYTES];
        new SecureRandom().nextBytes(salt);
        String text = HexFormat.of().formatHex(salt);
        FileReplacement.of(file).replace(new byte[0], text.getBytes(StandardCharsets.US_ASCII));
        return Secret.of(text);
    }

    private void requireOwn() {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConfigException(file + " is not a regular file; remove it, or set sync.team_salt_hex");
        }
    }
}
