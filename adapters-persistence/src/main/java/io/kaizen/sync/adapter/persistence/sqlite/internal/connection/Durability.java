package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import java.util.List;

/**
 * What a transaction is owed at power failure; either way it survives the end of the process. Whoever waits for the disk does not move a full
 * log into the file as well: that is left to those who need not wait, unless there is none of them for long.
 */
public enum Durability {
    /** On disk when it returns. */
    FULL("full", 1_500),
    /** May be lost, whole, with those after it: only for what can be found out anew. */
    NORMAL("normal", 1_000);

    private final String synchronous;
    private final int pagesOfAFullLog;

    Durability(String synchronous, int pagesOfAFullLog) {
        this.synchronous = synchronous;
        this.pagesOfAFullLog = pagesOfAFullLog;
    }

    /** What makes it hold for the transactions that a connection begins from then on. */
    List<String> statements() {
        return List.of("pragma synchronous = " + synchronous, "pragma wal_autocheckpoint = " + pagesOfAFullLog);
    }
}
