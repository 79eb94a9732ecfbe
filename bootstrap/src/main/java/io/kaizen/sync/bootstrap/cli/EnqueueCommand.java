package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.in.EnqueueRows.Invalid;
import io.kaizen.sync.application.port.in.EnqueueRows.InvalidRowException;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.console.InputClosedException;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code enqueue}: puts rows into the outbox, all or none. */
@Command(name = "enqueue", description = "Puts rows into the outbox: NDJSON, one row per line, all or none.")
final class EnqueueCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(EnqueueCommand.class);

    private static final String DEFAULT_OWNER = "cli";

    private final CommandSession session;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            required = true,
            description = "What the rows are: events, tool_spans, repo_snapshots, workspace_facts, session_evals or "
                    + "session_feedback. docs/rows.md has their fields.")
    private String kind = "";

    @Option(names = "--owner", paramLabel = "ID", description = "Whose rows they are (default: cli).")
    private @Nullable String owner;

    @Option(names = "--replace", description = "Removes the owner's pending rows of the kind first; needs --owner.")
    private boolean replace;

    @Option(
            names = "--skip-invalid",
            description = "Leaves out lines that can never be sent, instead of refusing them all.")
    private boolean skipInvalid;

    @Option(
            names = "--redact",
            description =
                    "Redacts the payload of events: secrets, paths of people, e-mail addresses. Other fields are not "
                            + "looked at. Needs the team's salt. docs/redaction.md has the rules.")
    private boolean redact;

    @Parameters(arity = "0..1", paramLabel = "FILE|-", description = "The rows (default: standard input).")
    private String file = RowSource.STANDARD_INPUT;

    EnqueueCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        EnqueueRows.Request request = request();
        KaizenConfig config = session.configWithoutExporters();
        if (redact) {
            requireRedactable(config);
        }
        try (RowSource source = RowSource.open(file, session.console().in(), session.paths());
                Engine engine = Engine.assemble(config)) {
            NdjsonLines lines = new NdjsonLines(source.stream());
            EnqueueRows rows = redact ? engine.redactingEnqueueRows() : engine.enqueueRows();
            EnqueueRows.Result result = enqueue(rows, request, lines);
            result.examples().forEach(skipped -> LOG.warn("skipped {}", describe(skipped, lines)));
            session.print(() -> json(result), () -> text(result));
            return (result.skipped() > 0 ? ExitCode.PUT_ASIDE : ExitCode.DONE).code();
        }
    }

    private EnqueueRows.Request request() {
        BatchKind wanted = KindOption.parse(kind);
        if (replace && owner == null) {
            throw CommandException.usage("--replace needs --owner, whose pending rows go away");
        }
        OwnerId ownerId = new OwnerId(owner == null ? DEFAULT_OWNER : owner);
        return new EnqueueRows.Request(wanted, ownerId, replace, skipInvalid);
    }

    private void requireRedactable(KaizenConfig config) {
        config.requireSalt("redaction hashes paths with the team's salt");
        if (!kind.equals(BatchKind.EVENTS.name())) {
            LOG.warn("--redact is about the payload of events; {} have none and are stored as they are", kind);
        }
    }

    private EnqueueRows.Result enqueue(EnqueueRows rows, EnqueueRows.Request request, NdjsonLines lines) {
        try {
            return rows.enqueue(request, lines);
        } catch (InvalidRowException refused) {
            Invalid invalid = new Invalid(refused.position(), refused.reason());
            throw CommandException.usage(describe(invalid, lines) + "; nothing is enqueued");
        } catch (UncheckedIOException broken) {
            if (broken.getCause() instanceof InputClosedException closed) {
                throw CommandException.usage("no rows: " + closed.getMessage() + "; name a file, or pipe them in");
            }
            throw CommandException.usage("cannot read the rows: " + reasonOf(broken) + "; nothing is enqueued");
        }
    }

    private static String reasonOf(UncheckedIOException broken) {
        IOException cause = broken.getCause();
        return String.valueOf(cause == null ? broken.getMessage() : cause.getMessage());
    }

    private static String describe(Invalid invalid, NdjsonLines lines) {
        return "line " + lines.lineNumberOf(invalid.position()) + ": " + invalid.reason();
    }

    private static Object json(EnqueueRows.Result result) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("enqueued", result.enqueued());
        object.put("skipped", result.skipped());
        object.put("sampled_out", result.sampledOut());
        return object;
    }

    private List<String> text(EnqueueRows.Result result) {
        StringBuilder line = new StringBuilder("enqueued " + result.enqueued() + " " + kind);
        if (result.skipped() > 0) {
            line.append(", skipped ").append(result.skipped()).append(" that can never be sent");
        }
        if (result.sampledOut() > 0) {
            line.append(", left out ").append(result.sampledOut()).append(" by sample_rate");
        }
        return List.of(line.toString());
    }
}
