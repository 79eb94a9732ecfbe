package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * The configuration is missing something or wrong. The message is for people: it names the place (file, line and key; variable;
 * option), what is wrong there and what would be right, and never holds a secret. It has a cause only where the cause cannot hold
 * text of a configuration file.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** {@code what}, and why the file system refused it. */
    static ConfigException because(String what, IOException cause) {
        return new ConfigException(what + ": " + reasonOf(cause), cause);
    }

    private static String reasonOf(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "it does not exist";
        }
        String reason = cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
