package io.kaizen.sync.adapter.persistence.sqlite;

/** What a transaction is owed at power failure; either way it survives the end of the process. */
enum Durability {
    /** On disk when it returns. */
    FULL("full"),
    /** May be lost, whole, with those after it: only for what can be found out anew. */
    NORMAL("normal");

    private final String pragma;

    Durability(String pragma) {
        this.pragma = pragma;
    }

    String statement() {
        return "pragma synchronous = " + pragma;
    }
}
