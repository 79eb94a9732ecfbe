package io.kaizen.sync.domain.redaction;

/** What is to be done with a value of a document. The later one is the stricter. */
public enum Treatment {
    /** Strings are redacted. */
    TEXT,
    /** A string is one argument or more, or the elements of an array are. */
    SHELL_ARGUMENTS,
    /** A string is a shell line; an array is a program and its arguments. */
    SHELL_LINE,
    /** The value is replaced, whatever it is. */
    MASK,
    /** The value goes away, and its key. */
    DROP;

    /** What is to be done with the element at {@code index} of an array, 0-based, if this is to be done with the array. */
    public Treatment ofElement(int index) {
        return this == SHELL_LINE && index > 0 ? SHELL_ARGUMENTS : this;
    }
}
