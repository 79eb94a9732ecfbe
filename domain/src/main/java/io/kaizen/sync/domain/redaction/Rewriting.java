package io.kaizen.sync.domain.redaction;

/** A text that is being copied with parts of it replaced, from left to right. For one thread. */
final class Rewriting {

    private final CharSequence source;
    private final StringBuilder target = new StringBuilder();
    private int copied;

    Rewriting(CharSequence source) {
        this.source = source;
    }

    /** Index in the source behind what was replaced last; 0 where nothing was. */
    int boundary() {
        return copied;
    }

    /** Puts {@code by} in the place of the source from {@code start}, not in front of the boundary, to {@code end}. */
    void replace(int start, int end, String by) {
        target.append(source, copied, start).append(by);
        copied = end;
    }

    /** The source itself if nothing was replaced. */
    CharSequence result() {
        return copied == 0 ? source : target.append(source, copied, source.length());
    }
}
