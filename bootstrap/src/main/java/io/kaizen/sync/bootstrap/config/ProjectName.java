package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name to show for a workspace: the configured one, else that of its repository on github.com, else
 * that of its folder. Git is asked, so that a subfolder and a worktree have the name of their repository; where there is no git,
 * or it takes too long, the folder's name must do.
 */
public final class ProjectName {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int LONGEST_ANSWER = 4096;

    /** {@code https://github.com/acme/widget.git}, {@code ssh://git@github.com/...}, {@code git@github.com:...}. */
    private static final Pattern ON_GITHUB = Pattern.compile(
            "(?:(?:https|ssh)://(?:[^/]*@)?github\\.com(?::[0-9]*)?/|(?:[^/@:]+@)?github\\.com:)(?<path>.+)",
            Pattern.CASE_INSENSITIVE);

    /** What GitHub allows in a name; anything else is not one. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]+");

    private final String git;
    private final Duration deadline;

    /** @param git name or path of the program */
    ProjectName(String git, Duration deadline) {
        this.git = git;
        this.deadline = deadline;
    }

    /** The name; empty if the configuration wants none. May take as long as git does, two seconds at most. */
    public static Optional<String> derive(Workspace workspace, SyncConfig config) {
        return config.projectName()
                .or(() -> Optional.of(new ProjectName("git", DEADLINE).of(workspace.root())))
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
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            boolean answered = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return answered && process.exitValue() == 0 ? Optional.of(answerOf(process)) : Optional.empty();
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

    /** No prompt, no translation, and nothing that points git at another repository than the one in {@code folder}. */
    private ProcessBuilder command(Path folder) {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(git, "-C", folder.toString(), "remote", "get-url", "origin"));
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder;
    }

    /** What has been written: git is gone, so that waiting for more could only mean waiting for something it has left behind. */
    private static String answerOf(Process process) throws IOException {
        InputStream out = process.getInputStream();
        return new String(out.readNBytes(Math.min(out.available(), LONGEST_ANSWER)), StandardCharsets.UTF_8);
    }
}
