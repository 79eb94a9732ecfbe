package io.kaizen.sync.bootstrap.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to say about a name that nobody knows: the name, made safe to show, and the known one that may be meant. */
final class UnknownName {

    private static final int LONGEST_SHOWN = 60;

    private UnknownName() {}

    /** {@code "<name>; did you mean <known>?"}, or the name alone if none of {@code known} is near. */
    static String describe(String name, Collection<String> known) {
        return shown(name)
                + nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
    }

    /** Of {@code known} the one most like {@code name}, if one is like it at all. */
    static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> isInSameTable(name, candidate))
                .filter(candidate ->
                        distance(name, candidate) <= 1 + lastPart(name).length() / 4)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** One line, no control characters, of bounded length. */
    static String shown(String name) {
        String cut = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "..." : name;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    }

    /** Without a table every table may be meant. */
    private static boolean isInSameTable(String name, String candidate) {
        String table = tableOf(name);
        return table.isEmpty() || edits(table, tableOf(candidate)) <= 2;
    }

    private static int distance(String name, String candidate) {
        String wanted = lastPart(name);
        String offered = lastPart(candidate);
        int edits = edits(plain(wanted), plain(offered));
        boolean hasItsWords = List.of(offered.split("_")).containsAll(List.of(wanted.split("_")));
        return hasItsWords ? Math.min(1, edits) : edits;
    }

    private static String tableOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    /** How many letters must be added, taken away or changed to get from one to the other. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
