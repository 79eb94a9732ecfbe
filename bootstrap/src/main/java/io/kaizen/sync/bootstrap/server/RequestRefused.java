package io.kaizen.sync.bootstrap.server;

/** Ends the reading of a request that breaks a rule, and says with what it is answered. Without a stack: it is no fault of ours. */
final class RequestRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient ServerAnswer answer;

    private RequestRefused(String message, ServerAnswer answer) {
        super(message, null, false, false);
        this.answer = answer;
    }

    static RequestRefused of(int status, String message) {
        return new RequestRefused(message, ServerAnswer.error(status, message));
    }

    static RequestRefused of(int status, String message, String header, String value) {
        return new RequestRefused(message, ServerAnswer.error(status, message).with(header, value));
    }

    /** 400 for one part of the body. {@code field} is its place as a client may look for it: {@code events[3].ts_ms}. */
    static RequestRefused ofField(String field, String message) {
        return new RequestRefused(field + ": " + message, ServerAnswer.fieldError(400, field, message));
    }

    /** For one row of the body, whose place the answer tells or not. */
    static RequestRefused ofRow(int status, String place, String message, boolean hint) {
        return new RequestRefused(
                place + ": " + message,
                hint ? ServerAnswer.fieldError(status, place, message) : ServerAnswer.error(status, message));
    }

    ServerAnswer answer() {
        return answer;
    }
}
