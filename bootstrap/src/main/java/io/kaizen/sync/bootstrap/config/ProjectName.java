package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name to show for a workspace: the configured one, else that of its repository on github.com, else
 * that of its folder. Git is asked, so that a subfolder and a worktree have the name of their repository; where there is no git,
 * it takes too long, or it does not trust the repository, the folder's name must do, and a warning says why.
 */
public final class ProjectName {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectName.class);
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int LONGEST_ANSWER = 4096;

    /** {@code https://github.com/acme/widget.git}, {@code git+ssh://git@ssh.github.com:443/...}, {@code git@github.com:...}. */
    private static final Pattern ON_GITHUB = Pattern.compile(
            "(?:(?:https?|ssh|git|git\\+https?|git\\+ssh|ssh\\+git)://(?:[^/]*@)?(?:ssh\\.|www\\.)?github\\.com(?::[0-9]*)?/"
                    + "|(?:[^/@:]+@)?(?:ssh\\.)?github\\.com:)(?<path>.+)",
            Pattern.CASE_INSENSITIVE);

    /** What GitHub allows in a name; anything else is not one. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]+");

    /** What git ends with where there is no such remote; older ones say so alone. */
    private static final int NO_REMOTE = 2;

    private static final String NO_SUCH_REMOTE = "No such remote";

    private final String git;
    private final Duration deadline;
    private final Consumer<String> warnings;

    /**
     * @param git name or path of the program
     * @param warnings gets why a repository could not be asked
     */
    ProjectName(String git, Duration deadline, Consumer<String> warnings) {
        this.git = git;
        this.deadline = deadline;
        this.warnings = warnings;
    }

    /** The name; empty if the configuration wants none. May take as long as git does, two seconds at most. */
    public static Optional<String> derive(Workspace workspace, SyncConfig config) {
        return config.projectName()
                .or(() -> Optional.of(new ProjectName("git", DEADLINE, LOG::warn).of(workspace.root())))
                .filter(name -> !name.isEmpty());
    }

    /** The name of what lies in {@code folder}. */
    String of(Path folder) {
        return originOf(folder).flatMap(ProjectName::repositoryOnGitHub).orElseGet(() -> nameOf(folder));
    }

    /** The last part of a remote's path without {@code .git}; empty if the remote is not on github.com. */
    static Optional<String> repositoryOnGitHub(String remote) {
        Matcher matcher = ON_GITHUB.matcher(remote.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String path = matcher.group("path").replaceFirst("/+\\z", "");
        String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.git\\z", "");
        return Optional.of(name).filter(found -> REPOSITORY.matcher(found).matches());
    }

    private static String nameOf(Path folder) {
        return Optional.ofNullable(folder.getFileName()).map(Path::toString).orElse("");
    }

    private Optional<String> originOf(Path folder) {
        Process process;
        try {
            process = command(folder).start();
        } catch (IOException noGitHere) {
            warn(folder, "there is no git to ask");
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                warn(folder, "git takes longer than " + deadline.toMillis() + " ms");
                return Optional.empty();
            }
            if (process.exitValue() == 0) {
                return Optional.of(written(process.getInputStream()));
            }
            String complaint = written(process.getErrorStream());
            if (process.exitValue() != NO_REMOTE && !complaint.contains(NO_SUCH_REMOTE)) {
                warn(folder, "git says: " + complaint.lines().findFirst().orElse("nothing"));
            }
            return Optional.empty();
        } catch (IOException broken) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Only where there is a repository: elsewhere the folder's name is the right one. */
    private void warn(Path folder, String reason) {
        for (Path above = folder; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".git"))) {
                warnings.accept(
                        "the project's name is that of the folder, " + nameOf(folder) + ", since the repository "
                                + above + " could not be asked for its own (" + reason
                                + "); set sync.project_name, or let git trust the repository");
                return;
            }
        }
    }

    /** No prompt, no translation, and nothing that points git at another repository than the one in {@code folder}. */
    private ProcessBuilder command(Path folder) {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(git, "-C", folder.toString(), "remote", "get-url", "origin"));
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** What has been written: git is gone, so that waiting for more could only mean waiting for something it has left behind. */
    private static String written(InputStream stream) throws IOException {
        return new String(stream.readNBytes(Math.min(stream.available(), LONGEST_ANSWER)), StandardCharsets.UTF_8);
    }
}
