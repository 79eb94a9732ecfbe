import io.kaizen.sync.bootstrap.Main;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Does once what the launcher is used for, so that Java can write down which classes that takes. Run by the build, in a folder that it
 * throws away; not part of the program.
 */
final class Training {

    private static final String TOKEN = "training";
    private static final Map<String, String> CONFIGURED = Map.of(
            "KAIZEN_SYNC_TEAM_ID", TOKEN,
            "KAIZEN_SYNC_TEAM_TOKEN", TOKEN,
            "KAIZEN_SYNC_TEAM_SALT_HEX", "ab".repeat(32));
    private static final String ROWS = "{\"skill_slugs\":[],\"rule_slugs\":[]}\n".repeat(2);

    private final List<String> place;

    private Training(Path folder) {
        place = List.of(
                "--workspace", folder.resolve("workspace").toString(),
                "--home", folder.resolve("home").toString());
    }

    /** @param args the folder, in which there are folders {@code workspace} and {@code home} */
    public static void main(String[] args) throws Exception {
        Training training = new Training(Path.of(args[0]));
        training.run("enqueue", "--kind", "workspace_facts", "-");
        training.run("dead-letters", "list");
        training.flush();
        training.run("status", "--json");
        // Last the way by which a process begins and ends.
        Main.main(training.arguments("status"));
    }

    private void flush() throws Exception {
        IngestServerSettings settings =
                IngestServerSettings.builder().token(Secret.of(TOKEN)).build();
        try (IngestServer server = IngestServer.start(settings)) {
            String endpoint = "sync.endpoint=" + server.url();
            run("run", "--once", "--set", endpoint);
            run("run", "--once", "--set", endpoint);
        }
    }

    private void run(String... command) {
        InputStream rows = new ByteArrayInputStream(ROWS.getBytes(StandardCharsets.UTF_8));
        int exit = Main.run(arguments(command), CONFIGURED, rows, System.out, System.err);
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + exit);
        }
    }

    private String[] arguments(String... command) {
        List<String> arguments = new ArrayList<>(place);
        arguments.addAll(Arrays.asList(command));
        return arguments.toArray(String[]::new);
    }
}
