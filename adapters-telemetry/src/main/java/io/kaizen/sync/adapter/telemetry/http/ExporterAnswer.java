package io.kaizen.sync.adapter.telemetry.http;

import java.util.Objects;

/**
 * What a server said that took a request.
 *
 * @param status from 200 to 299
 * @param body its first 64 KiB at most; empty where it broke off, for the status stands whatever becomes of the body
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by whoever sent the request
public record ExporterAnswer(int status, byte[] body) {

    public ExporterAnswer {
        Objects.requireNonNull(body, "body");
    }
}
