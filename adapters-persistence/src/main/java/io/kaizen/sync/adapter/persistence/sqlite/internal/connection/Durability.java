package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import java.util.List;

/**
 * What a transaction is owed at power failure; either way it survives the end of the process. A transaction that waits for the disk does not
 * move a full log into the file as well: that is left to those that need not wait, unless there is none of them for long.
 */
public enum Durability {
    /** On disk when it returns. */
    FULL("full", 1_500),
    /** May be lost, whole, with those after it: only for what can be found out anew. */
    NORMAL("normal", 1_000),
    /** Only for temporary tables, which end with the connection: the file is not locked. */
    TEMPORARY("", 0);

    private final String synchronous;
    private final int pagesOfAFullLog;

    Durability(String synchronous, int pagesOfAFullLog) {
        this.synchronous = synchronous;
        this.pagesOfAFullLog = pagesOfAFullLog;
    }

    /** The statement that begins such a transaction. */
    String begin() {
        return this == TEMPORARY ? "begin deferred" : "begin immediate";
    }

    /** What makes it hold for the transactions that a connection begins from then on; empty where it does not matter. */
    List<String> settings() {
        return this == TEMPORARY
                ? List.of()
                : List.of("pragma synchronous = " + synchronous, "pragma wal_autocheckpoint = " + pagesOfAFullLog);
    }
}
