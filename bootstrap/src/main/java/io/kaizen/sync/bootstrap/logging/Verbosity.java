package io.kaizen.sync.bootstrap.logging;

/** How much is said on stderr. Errors are said always. */
public enum Verbosity {
    /** Errors only. */
    QUIET,
    /** One line for each change of state. */
    NORMAL,
    /** Every batch and every attempt of ours, and the traces of unexpected exceptions; other libraries stay silent. */
    VERBOSE
}
