package io.kaizen.sync.bootstrap.config;

/** An exporter of the same type with the same destination is configured already. The message says where. */
public final class DuplicateExporterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DuplicateExporterException(String message) {
        super(message);
    }
}
