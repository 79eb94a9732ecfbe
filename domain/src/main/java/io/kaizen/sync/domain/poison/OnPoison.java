package io.kaizen.sync.domain.poison;

/** What becomes of a row that can never be sent. */
public enum OnPoison {
    /** It is put aside, with the evidence, and the others go on. */
    DEAD_LETTER,
    /** It stays where it is and its kind stops, as in the reference. */
    STOP
}
