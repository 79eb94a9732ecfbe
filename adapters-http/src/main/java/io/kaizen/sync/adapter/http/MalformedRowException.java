package io.kaizen.sync.adapter.http;

/** A row breaks a rule of its kind. Never leaves this package; has no stack trace, since bad rows may come in crowds. */
final class MalformedRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String rule;

    private MalformedRowException(String path, String rule) {
        super(null, null, false, false);
        this.path = path;
        this.rule = rule;
    }

    /** {@code rule} says what the value should have been, and nothing of what it is. */
    static MalformedRowException because(String rule) {
        return new MalformedRowException("", rule);
    }

    MalformedRowException inField(String name) {
        String rest = path.isEmpty() || path.startsWith("[") ? path : "." + path;
        return new MalformedRowException(name + rest, rule);
    }

    MalformedRowException inElement(int index) {
        String rest = path.isEmpty() ? "" : "." + path;
        return new MalformedRowException("[" + index + "]" + rest, rule);
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? rule : path + ": " + rule;
    }
}
