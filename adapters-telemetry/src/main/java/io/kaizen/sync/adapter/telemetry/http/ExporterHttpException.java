package io.kaizen.sync.adapter.telemetry.http;

import java.io.IOException;

/** A request that was not taken. The message says why, on one line, without secrets. */
public final class ExporterHttpException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int statusCode;

    ExporterHttpException(String message, int statusCode) {
        super(message);
        this.statusCode = statusCode;
    }

    /** The last answer's; 0 if there was none. */
    public int statusCode() {
        return statusCode;
    }
}
