package io.kaizen.sync.bootstrap.server;

/** Ends the reading of a request that breaks a rule, and says with what it is answered. Without a stack: it is no fault of ours. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    private Refusal(String message, Answer answer) {
        super(message, null, false, false);
        this.answer = answer;
    }

    static Refusal of(int status, String message) {
        return new Refusal(message, Answer.error(status, message));
    }

    static Refusal of(int status, String message, String header, String value) {
        return new Refusal(message, Answer.error(status, message).with(header, value));
    }

    /** 400 for one part of the body. {@code field} is its place as a client may look for it: {@code events[3].ts_ms}. */
    static Refusal ofField(String field, String message) {
        return new Refusal(field + ": " + message, Answer.fieldError(400, field, message));
    }

    /** For one row of the body, whose place the answer tells or not. */
    static Refusal ofRow(int status, String place, String message, boolean hint) {
        return new Refusal(
                place + ": " + message,
                hint ? Answer.fieldError(status, place, message) : Answer.error(status, message));
    }

    Answer answer() {
        return answer;
    }
}
