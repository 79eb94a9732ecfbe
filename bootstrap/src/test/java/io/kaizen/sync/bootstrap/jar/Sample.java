package io.kaizen.sync.bootstrap.jar;

/** For tests of many like cases: every build tries a part of them, and {@code -Pmatrix} all. */
final class Sample {

    private static final boolean WHOLE = Boolean.getBoolean("tests.whole");

    private Sample() {}

    /** Whether the case of this number is tried: one of {@code of}. */
    static boolean includes(int number, int of) {
        return WHOLE || number % of == 0;
    }
}
