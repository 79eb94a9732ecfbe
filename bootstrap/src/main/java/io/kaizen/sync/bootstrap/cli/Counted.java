package io.kaizen.sync.bootstrap.cli;

/** A number and what it counts, for people. */
final class Counted {

    private Counted() {}

    /** For example {@code "1 row"}, {@code "2 batches"}. */
    static String of(long number, String noun) {
        String plural = noun.endsWith("ch") ? noun + "es" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }
}
