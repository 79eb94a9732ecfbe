package io.kaizen.sync.domain.report;

/** Why a kind, or a whole flush, stopped with rows left. The gravest comes first. */
public enum StopReason {
    STORE("store", Remedy.STORE),
    UNAUTHORIZED("unauthorized", Remedy.ACT),
    REDIRECTED("redirected", Remedy.ACT),
    CLIENT_ERROR("client_error", Remedy.ACT),
    DESTINATION_CHANGED("destination_changed", Remedy.ACT),
    REJECTED("rejected", Remedy.ACT),
    TOO_LARGE("too_large", Remedy.ACT),
    MALFORMED("malformed", Remedy.ACT),
    SERVER_ERROR("server_error", Remedy.WAIT),
    UNREACHABLE("unreachable", Remedy.WAIT),
    RATE_LIMITED("rate_limited", Remedy.WAIT),
    EXPORTER("exporter", Remedy.WAIT),
    BUSY("busy", Remedy.WAIT),
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

    /** The stable name that other programs rely on (contract, section 11). */
    public String code() {
        return code;
    }

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
