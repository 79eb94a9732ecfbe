package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.ServerMessage;
import io.kaizen.sync.bootstrap.console.Table;
import io.kaizen.sync.domain.row.RowId;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** All dead letters, written page by page: there may be more of them than memory. For one thread. */
final class DeadLetterList implements CommandSession.Streamed {

    private static final int PAGE = 500;

    private final DeadLetters letters;

    DeadLetterList(DeadLetters letters) {
        this.letters = Objects.requireNonNull(letters, "letters");
    }

    /** One array on one line. */
    @Override
    public void json(PrintStream out) {
        StringBuilder part = new StringBuilder("[");
        long count = forEachPage(out, page -> {
            for (DeadLetter letter : page) {
                part.append(Json.write(DeadLetterView.summary(letter))).append(',');
            }
            // What follows the last comma is not known yet.
            out.append(part, 0, part.length() - 1);
            part.setLength(0);
            part.append(',');
        });
        out.println(count == 0 ? "[]" : "]");
    }

    /** For people: a table for each page, and how many there are. */
    @Override
    public void text(PrintStream out) {
        long count = forEachPage(out, page -> {
            Table table = Table.ofText("id", "kind", "owner", "reason", "attempts", "dead since", "message");
            page.forEach(letter -> addTo(table, letter));
            table.lines().forEach(out::println);
        });
        if (count == 0) {
            out.println("there are no dead letters");
        }
    }

    /** Returns how many there were. Ends early where nobody reads on. */
    private long forEachPage(PrintStream out, Consumer<List<DeadLetter>> action) {
        long count = 0;
        List<DeadLetter> page = letters.list(RowId.BEFORE_ALL, PAGE);
        while (!page.isEmpty() && !out.checkError()) {
            action.accept(page);
            count += page.size();
            page = letters.list(page.get(page.size() - 1).refusal().row(), PAGE);
        }
        return count;
    }

    private static void addTo(Table table, DeadLetter letter) {
        table.add(
                letter.refusal().row(),
                DeadLetterView.shorten(letter.kind().name()),
                DeadLetterView.shorten(letter.owner().value()),
                letter.refusal().reason().code(),
                letter.refusal().attempts(),
                letter.deadSince(),
                DeadLetterView.shorten(ServerMessage.in(letter.refusal().message())));
    }
}
