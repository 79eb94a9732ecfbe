package io.kaizen.sync.bootstrap.console;

import java.io.IOException;

/** Standard input was closed when the process began. */
public final class InputClosedException extends IOException {

    private static final long serialVersionUID = 1;

    InputClosedException() {
        super("standard input is closed");
    }
}
