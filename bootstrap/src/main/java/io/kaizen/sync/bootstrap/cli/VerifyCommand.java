package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Session session;

    VerifyCommand(Session session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        KaizenConfig config = session.config();
        Path database = config.workspace().database();
        if (Files.notExists(database)) {
            throw new CommandException(ExitCode.STORE, "there is no database " + database);
        }
        List<String> problems;
        try (Engine engine = Engine.assemble(config)) {
            problems = engine.problems();
        }
        session.print(() -> json(database, problems), () -> text(database, problems));
        return (problems.isEmpty() ? ExitCode.DONE : ExitCode.STORE).code();
    }

    private static Object json(Path database, List<String> problems) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("db", database.toString());
        object.put("problems", problems);
        return object;
    }

    private static List<String> text(Path database, List<String> problems) {
        return problems.isEmpty()
                ? List.of(database + " is sound")
                : problems.stream().map(TextGuard::oneLine).toList();
    }
}
