package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code verify}: whether the database is sound. */
@Command(
        name = "verify",
        description = "Checks the database: integrity, every row in exactly one state, no claim without rows.")
final class VerifyCommand implements Callable<Integer> {

    private final CommandSession session;

    VerifyCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        KaizenConfig config = session.configWithoutExporters();
        Path database = config.workspace().database();
        if (Files.notExists(database)) {
            throw new CommandException(ExitCode.STORE, "there is no database " + database);
        }
        List<String> problems;
        OutboxBalance balance;
        try (Engine engine = Engine.assemble(config)) {
            problems = engine.problems();
            balance = engine.balance();
        }
        session.print(() -> json(database, problems, balance), () -> text(database, problems, balance));
        return (problems.isEmpty() ? ExitCode.DONE : ExitCode.STORE).code();
    }

    private static Object json(Path database, List<String> problems, OutboxBalance balance) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("db", database.toString());
        object.put("problems", problems);
        object.put("enqueued", balance.enqueued());
        object.put("pending", balance.pending());
        object.put("sent", balance.sent());
        object.put("purged", balance.purged());
        object.put("dead_lettered", balance.dead());
        object.put("removed", balance.removed());
        return object;
    }

    private static List<String> text(Path database, List<String> problems, OutboxBalance balance) {
        List<String> lines = new ArrayList<>();
        if (problems.isEmpty()) {
            lines.add(database + " is sound");
        }
        problems.forEach(problem -> lines.add(TextGuard.oneLine(problem)));
        lines.add(account(balance));
        return lines;
    }

    /** What is nought and needs no word is left out. */
    private static String account(OutboxBalance balance) {
        String purged = balance.purged() == 0 ? "" : " (" + balance.sent() + " kept, " + balance.purged() + " purged)";
        String removed = balance.removed() == 0
                ? ""
                : " + " + balance.removed() + " removed (discarded, replaced by their owner, or by another program)";
        return balance.enqueued() + " enqueued = " + balance.pending() + " pending + "
                + (balance.sent() + balance.purged()) + " sent" + purged + " + " + balance.dead() + " dead" + removed;
    }
}
