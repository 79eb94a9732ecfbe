package io.kaizen.sync.domain.poison;

/**
 * When a row that the server refused alone is dead: only where the server takes others of its kind, so that one which refuses
 * everything, for a fault of its own or a wrong configuration, dead-letters nothing (contract, section 7). Pure.
 */
public final class PoisonPolicy {

    /** So many are refused, and none was ever accepted: then it is not the rows. */
    static final int MOST_WITHOUT_ANY_ACCEPTED = 5;

    /**
     * So many are refused in a row although others were accepted before. Real poison may come in clusters, but a server that turns bad
     * in the middle of a flush must not be asked about each row of a long backlog.
     */
    static final int MOST_IN_A_ROW = 25;

    private PoisonPolicy() {}

    /** What follows for the rows of one kind that were refused alone and are not dead yet. */
    public enum Ruling {
        /** Go on behind them. */
        WAIT,
        /** They are dead. */
        DEAD_LETTER,
        /** The kind stops; they stay pending, as suspects. */
        STOP
    }

    /**
     * After a row was refused alone.
     *
     * @param refused rows refused alone since the last one was accepted, at least 1
     * @param anyAccepted whether a row of the kind was accepted in this flush
     */
    public static Ruling afterRefusal(int refused, boolean anyAccepted) {
        int most = anyAccepted ? MOST_IN_A_ROW : MOST_WITHOUT_ANY_ACCEPTED;
        return refused < most ? Ruling.WAIT : Ruling.STOP;
    }

    /** When nothing of the kind is left to be tried, and rows were refused since the last one was accepted. */
    public static Ruling atTheEnd(boolean anyAccepted) {
        return anyAccepted ? Ruling.DEAD_LETTER : Ruling.STOP;
    }
}
