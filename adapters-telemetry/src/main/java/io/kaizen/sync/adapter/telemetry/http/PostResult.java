package io.kaizen.sync.adapter.telemetry.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one POST.
 *
 * @param status 0 if there was no answer
 * @param body at most 64 KiB; empty where it broke off
 * @param location where a redirect points to
 * @param failure why there was no answer; from outside, not yet fit to be shown
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never kept
record PostResult(int status, byte[] body, Optional<Duration> retryAfter, Optional<String> location, String failure) {

    static PostResult unanswered(String failure) {
        return new PostResult(0, new byte[0], Optional.empty(), Optional.empty(), failure);
    }

    boolean isAnswered() {
        return status != 0;
    }

    boolean isTaken() {
        return status >= 200 && status < 300;
    }

    boolean isRedirect() {
        return status >= 300 && status < 400;
    }
}
