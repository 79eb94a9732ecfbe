package io.kaizen.sync.domain.report;

/** Why a kind, or a whole flush, stopped with rows left. The gravest comes first. */
public enum StopReason {
    /** The database cannot be used. */
    STORE("store", Remedy.STORE),
    /** The server does not know the token: 401. */
    UNAUTHORIZED("unauthorized", Remedy.ACT),
    /** The server sends us elsewhere, where the token must not go: 3xx. */
    REDIRECTED("redirected", Remedy.ACT),
    /** The server says that the request is wrong: another 4xx. */
    CLIENT_ERROR("client_error", Remedy.ACT),
    /** A batch was begun for another endpoint or team, and may be stored there. */
    DESTINATION_CHANGED("destination_changed", Remedy.ACT),
    /** The server refuses the rows: 400 or 422. */
    REJECTED("rejected", Remedy.ACT),
    /** A row alone is too large for the server: 413. */
    TOO_LARGE("too_large", Remedy.ACT),
    /** A row cannot be sent as it is. */
    MALFORMED("malformed", Remedy.ACT),
    /** The server fails, and the retries are used up. */
    SERVER_ERROR("server_error", Remedy.WAIT),
    /** No answer, and the retries are used up. */
    UNREACHABLE("unreachable", Remedy.WAIT),
    /** The server wants us to wait longer than a flush does: 429. */
    RATE_LIMITED("rate_limited", Remedy.WAIT),
    /** An exporter failed, and holds up the commit. */
    EXPORTER("exporter", Remedy.WAIT),
    /** Another flusher, or another program, holds what is needed. */
    BUSY("busy", Remedy.WAIT),
    /** We are shutting down. */
    INTERRUPTED("interrupted", Remedy.WAIT);

    /** What helps. */
    public enum Remedy {
        /** The database must be mended first. */
        STORE,
        /** A person must change something. */
        ACT,
        /** Trying again later may be enough. */
        WAIT
    }

    private final String code;
    private final Remedy remedy;

    StopReason(String code, Remedy remedy) {
        this.code = code;
        this.remedy = remedy;
    }

    /** The stable name that other programs rely on. */
    public String code() {
        return code;
    }

    /** What helps against it. */
    public Remedy remedy() {
        return remedy;
    }

    /**
     * Whether a flush that met this counts as failed in {@code sync_state}. An exporter is not the sync's business, and
     * neither another flusher's lease nor our own shutdown is a failure of anything.
     */
    public boolean isFailure() {
        return this != EXPORTER && this != BUSY && this != INTERRUPTED;
    }
}
