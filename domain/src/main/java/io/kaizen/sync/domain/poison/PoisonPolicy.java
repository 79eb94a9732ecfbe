package io.kaizen.sync.domain.poison;

/**
 * When a row that the server refused alone is dead: only where the server takes others of its kind. A server that refuses everything, for
 * a fault of its own or a wrong configuration, dead-letters nothing and is asked {@value #MOST_POSTS_WITHOUT_ACCEPTANCE} times. Pure.
 */
public final class PoisonPolicy {

    /** So many rows are refused alone from the front before the flush looks for a healthy one at the other end. */
    static final int MOST_FROM_THE_FRONT = 5;

    /** So many POSTs a kind may cost as long as the server accepts none of it. */
    static final int MOST_POSTS_WITHOUT_ACCEPTANCE = 25;

    /** Of these, so many are kept for the rows at the other end, however long it takes to divide the first batch. */
    static final int POSTS_FOR_THE_YOUNGEST = 5;

    /**
     * So many are refused since the last acceptance. A broken producer leaves long stretches of bad rows, which must not hold up the
     * healthy rows behind them; a server that breaks in the middle of a flush must not be asked about each row of a long backlog.
     */
    static final int MOST_SINCE_AN_ACCEPTANCE = 1_000;

    private PoisonPolicy() {}

    /** What a kind does next. */
    public enum Ruling {
        /** Go on with what comes next in order. */
        GO_ON,
        /** Send the youngest row that is left, alone: only a healthy row tells bad rows from a bad server. */
        TRY_THE_YOUNGEST,
        /** The rows that were refused alone are dead. */
        DEAD_LETTER,
        /** The kind stops; the rows that were refused alone stay pending, as suspects. */
        STOP
    }

    /**
     * Before the next batch of a kind is sent.
     *
     * @param posts batches of the kind that were sent in this flush
     * @param refused rows refused alone since the last acceptance
     * @param anyAccepted whether a row of the kind was accepted in this flush
     */
    public static Ruling beforeThePost(int posts, int refused, boolean anyAccepted) {
        if (anyAccepted) {
            return refused < MOST_SINCE_AN_ACCEPTANCE ? Ruling.GO_ON : Ruling.STOP;
        }
        if (posts >= MOST_POSTS_WITHOUT_ACCEPTANCE) {
            return Ruling.STOP;
        }
        boolean frontIsBad =
                refused >= MOST_FROM_THE_FRONT || posts >= MOST_POSTS_WITHOUT_ACCEPTANCE - POSTS_FOR_THE_YOUNGEST;
        return frontIsBad ? Ruling.TRY_THE_YOUNGEST : Ruling.GO_ON;
    }

    /** When nothing of the kind is left to be tried, and rows were refused since the last acceptance. */
    public static Ruling atTheEnd(boolean anyAccepted) {
        return anyAccepted ? Ruling.DEAD_LETTER : Ruling.STOP;
    }
}
