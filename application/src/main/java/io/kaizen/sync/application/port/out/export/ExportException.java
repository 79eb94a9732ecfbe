package io.kaizen.sync.application.port.out.export;

import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by an {@link Exporter} that knows why it has not taken a batch, or not all of it. The rows that it has not taken it may be
 * given again.
 */
public final class ExportException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RowId> taken;

    /**
     * @param message why, in words that are shown to people as they are: on one line, without secrets
     * @param taken the rows that it has taken all the same; empty if none
     */
    public ExportException(String message, List<RowId> taken, @Nullable Throwable cause) {
        super(message, cause);
        this.taken = List.copyOf(taken);
    }

    /** The rows that were taken. */
    public List<RowId> taken() {
        return taken;
    }
}
