package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Says of a file that cannot be used what happened to it, and what to do next. */
public final class FileFailures {

    private FileFailures() {}

    /** The exception whose message is {@code file}, {@code what} is wrong with it and what to do {@code next}. */
    public static OutboxStoreException unusable(Path file, String what, String next) {
        return new OutboxStoreException(file + " " + what + "; " + next);
    }

    /** The exception for a failure of the file system. */
    public static OutboxStoreException of(IOException failure, Path file) {
        if (failure instanceof AccessDeniedException) {
            return new OutboxStoreException(
                    file + " cannot be used: this user has no right to " + failure.getMessage()
                            + "; check owner and modes of the file and its folders",
                    failure);
        }
        return new OutboxStoreException(
                file + " cannot be used: " + failure + "; check that its folder exists and is writable", failure);
    }
}
