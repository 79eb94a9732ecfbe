package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.UserPaths;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a secret can be read from, and what is said where it cannot. No message holds it. */
final class SecretSource {

    private static final Logger LOG = LoggerFactory.getLogger(SecretSource.class);

    private static final String STANDARD_INPUT = "-";

    /** Far above any key: bounds what is read. */
    private static final int LONGEST_BYTES = 64 * 1024;

    private final Map<String, String> env;
    private final UserPaths paths;
    private final InputStream in;

    SecretSource(Map<String, String> env, InputStream in) {
        this.env = Map.copyOf(env);
        this.paths = new UserPaths(env);
        this.in = Objects.requireNonNull(in, "in");
    }

    /** One that was typed where everybody sees it. */
    Secret fromCommandLine(String flag, String text) {
        LOG.warn("{}: other users can see the command line; better use {}-file or {}-env", flag, flag, flag);
        return required(flag, text);
    }

    /** The only line of a file, or of standard input where {@code name} is {@code -}. */
    Secret fromFile(String flag, String name) {
        try (InputStream file = name.equals(STANDARD_INPUT) ? null : Files.newInputStream(paths.parse(flag, name))) {
            byte[] bytes = (file == null ? in : file).readNBytes(LONGEST_BYTES + 1);
            if (bytes.length > LONGEST_BYTES) {
                throw CommandException.usage(flag + ": " + name + " is longer than any key");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return required(flag, text.strip());
        } catch (CharacterCodingException binary) {
            throw CommandException.usage(flag + ": " + name + " is not text");
        } catch (ConfigException noPath) {
            throw CommandException.usage(String.valueOf(noPath.getMessage()));
        } catch (IOException unreadable) {
            throw CommandException.usage(flag + ": " + name + " cannot be read");
        }
    }

    /** The value of an environment variable. */
    Secret fromVariable(String flag, String name) {
        return required(flag + " " + name, env.getOrDefault(name, "").strip());
    }

    private static Secret required(String source, String text) {
        if (text.isEmpty()) {
            throw CommandException.usage(source + ": there is nothing");
        }
        return Secret.of(text);
    }
}
