package io.kaizen.sync.adapter.http;

/** What may stand in a header's value. A line break there is somebody else's header, and HTTP libraries print it when they refuse. */
final class HeaderText {

    private HeaderText() {}

    /** Whether {@code text} is one or more visible ASCII characters. */
    static boolean isVisibleAscii(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '!' && c <= '~');
    }
}
