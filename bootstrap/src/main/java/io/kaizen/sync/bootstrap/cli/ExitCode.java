package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.domain.report.FlushReport;

/** What the program says to the shell that ran it. */
public enum ExitCode {
    /** Nothing is left, or sync is off. */
    DONE(0),
    /** A fault of our own. */
    INTERNAL(1),
    /** Wrong usage or input. */
    USAGE(2),
    /** Configuration missing or wrong. */
    CONFIG(3),
    /** Rows left; trying again later may help. */
    TRY_LATER(4),
    /** Rows left; a person must act. */
    ACT(5),
    /** The database cannot be used, or something is wrong in it. */
    STORE(6),
    /** Everything that could be sent was sent; rows were put aside, or lines skipped. */
    PUT_ASIDE(7),
    /** The reader of standard output has left: what a shell says of programs that SIGPIPE has ended. */
    NO_READER(128 + 13);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number itself. */
    public int code() {
        return code;
    }

    /**
     * What a flush comes to: 6 before 5 before 4 before 7. Rows that came in during the flush do not count; whatever kept
     * others back is among the report's stops.
     */
    public static ExitCode of(FlushReport report) {
        return report.gravest()
                .map(stop -> switch (stop.reason().remedy()) {
                    case STORE -> STORE;
                    case ACT -> ACT;
                    case WAIT -> TRY_LATER;
                })
                .orElse(report.deadLettered() > 0 ? PUT_ASIDE : DONE);
    }
}
