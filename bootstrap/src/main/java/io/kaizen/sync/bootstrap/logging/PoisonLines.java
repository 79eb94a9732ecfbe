package io.kaizen.sync.bootstrap.logging;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.kaizen.sync.bootstrap.console.ServerMessage;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts into words what becomes of rows that can never be sent: so many lines and no more, and then one a minute, or at the end of
 * the flush, that counts the rest. For the flushing thread.
 */
final class PoisonLines {

    /** How to look at dead letters. */
    private static final String COMMAND = "'kaizen-sync dead-letters list'";

    private static final int MOST_SET_ASIDE = 5;
    private static final int MOST_DEAD = 10;

    /** Rows that a line names one by one. */
    private static final int NAMED = 10;

    /** What goes on is summed up so often. */
    private static final Duration SUMMARY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private int setAside;
    private int dead;
    private long untoldDead;
    private Optional<Instant> lastSaid = Optional.empty();

    PoisonLines(InstantSource clock) {
        this.clock = clock;
    }

    /** A flush begins. Where rows died within the last minute, those of this one are summed up with them. */
    void startAgain() {
        setAside = 0;
        dead = isQuiet() && untoldDead == 0 ? 0 : MOST_DEAD;
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
                lastSaid = Optional.of(clock.instant());
                lines.add(describe(kind, reason, group));
            } else {
                untoldDead += group.size();
            }
        });
        if (isQuiet()) {
            untold().ifPresent(lines::add);
        }
        return lines;
    }

    /** How many rows died untold, if any, and if the last line is a minute old: for somebody who reads flush after flush. */
    Optional<String> untoldForLong() {
        return isQuiet() ? untold() : Optional.empty();
    }

    /** How many rows died untold, if any. */
    Optional<String> untold() {
        if (untoldDead == 0) {
            return Optional.empty();
        }
        String line = untoldDead + " more rows can never be sent and are dead letters now; " + COMMAND + " shows them";
        untoldDead = 0;
        lastSaid = Optional.of(clock.instant());
        return Optional.of(line);
    }

    /** Whether nothing was said for a minute; also where the clock was set back. */
    private boolean isQuiet() {
        Instant now = clock.instant();
        return lastSaid.map(said -> now.isBefore(said) || !now.isBefore(said.plus(SUMMARY)))
                .orElse(true);
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
        return refusal.message().isEmpty() ? "" : " (" + ServerMessage.in(refusal.message()) + ")";
    }
}
