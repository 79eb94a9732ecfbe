package io.kaizen.sync.adapter.http.row.internal.scan;

/** A row breaks a rule of its kind. Never leaves this module; has no stack trace, since bad rows may come in crowds. */
public final class MalformedRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String rule;

    private MalformedRowException(String path, String rule) {
        super(null, null, false, false);
        this.path = path;
        this.rule = rule;
    }

    /** {@code rule} says what the value should have been, and nothing of what it is. */
    public static MalformedRowException because(String rule) {
        return new MalformedRowException("", rule);
    }

    /** The same failure, of a value in the field {@code name}. */
    public MalformedRowException inField(String name) {
        String rest = path.isEmpty() || path.startsWith("[") ? path : "." + path;
        return new MalformedRowException(name + rest, rule);
    }

    /** The same failure, of an element of an array, counted from 0. */
    public MalformedRowException inElement(int index) {
        String rest = path.isEmpty() ? "" : "." + path;
        return new MalformedRowException("[" + index + "]" + rest, rule);
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? rule : path + ": " + rule;
    }
}
