package io.kaizen.sync.adapter.telemetry.http;

/** Which answers are worth another try. That there was none always is. */
public enum RetryOn {
    /** 429 and every 5xx. */
    SERVER_ERRORS,
    /** 429, 502, 503 and 504: OTLP specification, section "Failures", which forbids all others. */
    OTLP;

    boolean covers(int status) {
        return switch (this) {
            case SERVER_ERRORS -> status == 429 || status >= 500;
            case OTLP -> status == 429 || status == 502 || status == 503 || status == 504;
        };
    }
}
