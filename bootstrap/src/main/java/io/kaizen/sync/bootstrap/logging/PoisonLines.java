package io.kaizen.sync.bootstrap.logging;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts into words what becomes of rows that can never be sent: so many lines per flush and no more, and a last one that counts the
 * rest. For the flushing thread.
 */
final class PoisonLines {

    /** How to look at dead letters. */
    private static final String COMMAND = "'kaizen-sync dead-letters list'";

    private static final int MOST_SET_ASIDE = 5;
    private static final int MOST_DEAD = 10;

    /** Rows that a line names one by one. */
    private static final int NAMED = 10;

    private int setAside;
    private int dead;
    private long untoldDead;

    /** A flush begins. */
    void startAgain() {
        setAside = 0;
        dead = 0;
        untoldDead = 0;
    }

    /** What to say of a row that was refused alone; empty where enough was said. */
    Optional<String> setAside(BatchKind kind, Refusal refusal) {
        setAside++;
        if (setAside > MOST_SET_ASIDE) {
            return Optional.empty();
        }
        String more = setAside == MOST_SET_ASIDE ? "; further ones are not told one by one" : "";
        return Optional.of(
                kind + ": row " + refusal.row() + " is refused alone" + words(refusal) + "; going on behind it" + more);
    }

    /** What to say of rows that are dead now: a line for each reason. */
    List<String> deadLettered(BatchKind kind, List<Refusal> refusals) {
        Map<PoisonReason, List<Refusal>> byReason = refusals.stream()
                .collect(groupingBy(Refusal::reason, () -> new EnumMap<>(PoisonReason.class), toList()));
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, group) -> {
            if (dead < MOST_DEAD) {
                dead++;
                lines.add(describe(kind, reason, group));
            } else {
                untoldDead += group.size();
            }
        });
        return lines;
    }

    /** How many rows died untold, if any. */
    Optional<String> untold() {
        return untoldDead == 0
                ? Optional.empty()
                : Optional.of(untoldDead + " more rows can never be sent and are dead letters now; " + COMMAND
                        + " shows them");
    }

    private static String describe(BatchKind kind, PoisonReason reason, List<Refusal> group) {
        String rows = group.stream()
                .limit(NAMED)
                .map(refusal -> refusal.row().toString())
                .collect(joining(", "));
        boolean one = group.size() == 1;
        return kind + ": " + (one ? "row " : group.size() + " rows can never be sent and are dead letters now: ") + rows
                + (group.size() > NAMED ? ", …" : "")
                + (one ? " can never be sent and is a dead letter now" : "")
                + ": " + reason.code() + words(group.get(0));
    }

    private static String words(Refusal refusal) {
        return refusal.message().isEmpty() ? "" : " (" + refusal.message() + ")";
    }
}
