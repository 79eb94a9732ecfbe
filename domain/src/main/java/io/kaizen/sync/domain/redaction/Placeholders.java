package io.kaizen.sync.domain.redaction;

import java.util.List;

/** What stands where something was redacted. */
final class Placeholders {

    static final String EMAIL = "<REDACTED:email>";
    static final String DRIVE = "<REDACTED:drive>";
    static final String TOKEN = "<REDACTED:token>";
    static final String SECRET = "<REDACTED:secret>";
    static final String ARGUMENT = "<REDACTED:arg>";

    private static final int HASH_DIGITS = 8;
    private static final List<String> FIXED = List.of(EMAIL, DRIVE, TOKEN, SECRET, ARGUMENT);
    private static final List<String> PATH_ENDS = List.of(":file>", ":path>");

    private Placeholders() {}

    /** For a path whose hash is {@code hex}. */
    static String ofPath(String hex, boolean isFile) {
        if (hex.length() < HASH_DIGITS || !isHex(hex, 0)) {
            throw new IllegalStateException("a salted hash must have at least eight lowercase hex digits in front");
        }
        return "<" + hex.substring(0, HASH_DIGITS) + PATH_ENDS.get(isFile ? 0 : 1);
    }

    /** Index behind the placeholder that begins at {@code start}; {@code start} if none does. */
    static int end(CharSequence text, int start) {
        if (text.charAt(start) != '<') {
            return start;
        }
        for (String fixed : FIXED) {
            if (Words.startsWith(text, start, fixed)) {
                return start + fixed.length();
            }
        }
        int behindHash = start + 1 + HASH_DIGITS;
        for (String end : PATH_ENDS) {
            if (Words.startsWith(text, behindHash, end) && isHex(text, start + 1)) {
                return behindHash + end.length();
            }
        }
        return start;
    }

    private static boolean isHex(CharSequence text, int start) {
        for (int i = start; i < start + HASH_DIGITS; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
