package io.kaizen.sync.application.flush;

import io.kaizen.sync.domain.poison.PoisonPolicy;
import io.kaizen.sync.domain.poison.PoisonPolicy.Ruling;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one flush has learned about the rows of one kind, in all lanes: how many POSTs they have cost, whether the server takes any, and
 * which were refused alone. The latter are suspects on disk already; this only knows what follows for them. For one thread at a time.
 */
final class PoisonTracker {

    /** Rows that a message names one by one. */
    private static final int NAMED = 10;

    private final List<Refusal> waiting = new ArrayList<>();
    private int posts;
    private boolean anyAccepted;

    /** What the kind does next. */
    Ruling ruling() {
        return PoisonPolicy.beforeThePost(posts, waiting.size(), anyAccepted);
    }

    /** A batch goes on the wire. */
    void sent() {
        posts++;
    }

    /** A row was refused alone. */
    void refused(Refusal refusal) {
        waiting.add(refusal);
    }

    /** A batch was accepted; returns the rows that are thereby proven dead. */
    List<Refusal> accepted() {
        anyAccepted = true;
        return takeWaiting();
    }

    /** Nothing of the kind is left to be tried. */
    Ruling atTheEnd() {
        return waiting.isEmpty() ? Ruling.GO_ON : PoisonPolicy.atTheEnd(anyAccepted);
    }

    /** Hands the rows out whose fate is decided. */
    List<Refusal> takeWaiting() {
        List<Refusal> decided = List.copyOf(waiting);
        waiting.clear();
        return decided;
    }

    /** Why a kind stops for {@code suspects}, which stay pending. */
    Stop stopFor(List<Refusal> suspects) {
        boolean allTooLarge = !suspects.isEmpty()
                && suspects.stream().allMatch(suspect -> suspect.reason() == PoisonReason.TOO_LARGE);
        String rows =
                switch (suspects.size()) {
                    case 0 -> "all of " + posts + " batches";
                    case 1 -> "a row that was sent alone";
                    default -> suspects.size() + " rows, each sent alone,";
                };
        String message = "the server refused " + rows + (allTooLarge ? " as too large" : "")
                + (anyAccepted ? " and has accepted none since" : " and accepted none of its kind")
                + "; nothing of it is dead-lettered, check server and configuration";
        return Stop.of(allTooLarge ? StopReason.TOO_LARGE : StopReason.REJECTED, message)
                .withDetail(named(suspects));
    }

    private static String named(List<Refusal> suspects) {
        if (suspects.isEmpty()) {
            return "";
        }
        String rows = suspects.stream()
                .limit(NAMED)
                .map(suspect -> suspect.row().toString())
                .collect(Collectors.joining(", "));
        String more = suspects.size() > NAMED ? ", …" : "";
        String words = suspects.get(0).message();
        return (suspects.size() == 1 ? "row " : "rows ") + rows + more + (words.isEmpty() ? "" : ": " + words);
    }
}
