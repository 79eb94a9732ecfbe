package io.kaizen.sync.bootstrap.cli;

import static java.util.stream.Collectors.joining;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.domain.row.RowId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dead-letters}: the rows that were taken out of the queue because they can never be sent. */
@Command(
        name = "dead-letters",
        description = "Lists, shows, puts back or discards rows that can never be sent.",
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand implements Runnable {

    /** Rows that a message names one by one. */
    private static final int NAMED = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    private final CommandSession session;

    DeadLettersCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), KaizenSyncCommand.MISSING_COMMAND);
    }

    /** {@code dead-letters list}: all of them, the oldest row first. */
    @Command(name = "list", description = "Lists all dead letters, the oldest row first.")
    int list() {
        return with(letters -> {
            session.stream(new DeadLetterList(letters));
            return ExitCode.DONE;
        });
    }

    /** {@code dead-letters show}: all about one, its payload masked unless somebody wants to see it. */
    @Command(name = "show", description = "Shows all about one; of its payload only names and types.")
    int show(
            @Parameters(paramLabel = "ID", converter = RowNumber.class, description = "The row.") RowId row,
            @Option(names = "--reveal", description = "Shows the payload as it is stored.") boolean reveal) {
        return with(letters -> {
            DeadLetterView view = letters.find(row)
                    .flatMap(letter -> letters.payload(row, DeadLetterView.MAX_PAYLOAD_BYTES)
                            .map(payload -> new DeadLetterView(letter, payload, reveal)))
                    .orElseThrow(() -> notDead(List.of(row)));
            session.print(view::json, view::text);
            return ExitCode.DONE;
        });
    }

    /** {@code dead-letters retry}: puts rows back into the queue, in their old places. */
    @Command(name = "retry", description = "Puts rows back into the queue, in their old places.")
    int retry(
            @Parameters(arity = "0..*", paramLabel = "ID", converter = RowNumber.class, description = "The rows.")
                    @Nullable
                    List<RowId> rows,
            @Option(names = "--all", description = "Puts all of them back.") boolean all) {
        List<RowId> wanted = rows == null ? List.of() : rows.stream().distinct().toList();
        if (all == !wanted.isEmpty()) {
            throw CommandException.usage("retry takes either the ids of rows or --all");
        }
        return with(letters -> {
            long count = all ? letters.retryAll() : retry(letters, wanted);
            session.print(() -> Map.of("retried", count), () -> List.of(describeRetried(count)));
            return ExitCode.DONE;
        });
    }

    /** {@code dead-letters discard}: deletes rows for good. */
    @Command(name = "discard", description = "Deletes rows for good.")
    int discard(
            @Parameters(arity = "1..*", paramLabel = "ID", converter = RowNumber.class, description = "The rows.")
                    List<RowId> rows) {
        List<RowId> wanted = rows.stream().distinct().toList();
        return with(letters -> {
            List<String> lines = new ArrayList<>();
            for (RowId row : wanted) {
                letters.find(row).map(DeadLettersCommand::describeDiscarded).ifPresent(lines::add);
            }
            requireNone(letters.discard(wanted));
            session.print(() -> Map.of("discarded", wanted.size()), () -> lines);
            return ExitCode.DONE;
        });
    }

    private int with(Function<DeadLetters, ExitCode> action) {
        KaizenConfig config = session.configWithoutExporters();
        Path database = config.workspace().database();
        if (Files.notExists(database)) {
            throw new CommandException(ExitCode.STORE, "there is no database " + database);
        }
        try (Engine engine = Engine.assemble(config)) {
            return action.apply(engine.deadLetters()).code();
        }
    }

    private static long retry(DeadLetters letters, List<RowId> rows) {
        requireNone(letters.retry(rows));
        return rows.size();
    }

    private static void requireNone(Collection<RowId> missing) {
        if (!missing.isEmpty()) {
            throw notDead(missing);
        }
    }

    private static CommandException notDead(Collection<RowId> missing) {
        String rows =
                missing.stream().sorted().limit(NAMED).map(RowId::toString).collect(joining(", "));
        String more = missing.size() > NAMED ? ", …" : "";
        return CommandException.usage("there is no dead letter " + rows + more
                + "; nothing is changed, 'kaizen-sync dead-letters list' shows which there are");
    }

    private static String describeRetried(long count) {
        if (count == 0) {
            return "there are no dead letters";
        }
        return count == 1
                ? "put 1 row back; the next flush takes it"
                : "put " + count + " rows back; the next flush takes them";
    }

    private static String describeDiscarded(DeadLetter letter) {
        return "discarded row " + letter.refusal().row() + " for good: "
                + DeadLetterView.shorten(letter.kind().name()) + " of "
                + DeadLetterView.shorten(letter.owner().value()) + ", "
                + letter.refusal().reason().code();
    }

    /** Reads the id of a row. */
    static final class RowNumber implements ITypeConverter<RowId> {

        @Override
        public RowId convert(String text) {
            return number(text)
                    .filter(value -> value > 0)
                    .map(RowId::new)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is not the id of a row"));
        }

        private static Optional<Long> number(String text) {
            try {
                return Optional.of(Long.valueOf(text));
            } catch (NumberFormatException wrong) {
                return Optional.empty();
            }
        }
    }
}
