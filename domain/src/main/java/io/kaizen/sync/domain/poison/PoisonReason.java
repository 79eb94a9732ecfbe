package io.kaizen.sync.domain.poison;

/** Why a row can never be sent. */
public enum PoisonReason {
    /** Its payload breaks the rules of its kind. Seen before any POST. */
    MALFORMED("malformed"),
    /** This version does not know its kind. Seen before any POST. */
    UNKNOWN_KIND("unknown_kind"),
    /** The server refused it alone, with 400 or 422. */
    REJECTED("rejected"),
    /** The server refused it alone, with 413; or it is longer than what we are willing to read. */
    TOO_LARGE("too_large");

    private final String code;

    PoisonReason(String code) {
        this.code = code;
    }

    /** The stable name that is stored and shown. */
    public String code() {
        return code;
    }

    /**
     * The reason of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PoisonReason ofCode(String code) {
        for (PoisonReason reason : values()) {
            if (reason.code.equals(code)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("unknown reason \"" + code + "\"");
    }
}
