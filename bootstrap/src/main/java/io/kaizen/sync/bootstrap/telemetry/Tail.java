package io.kaizen.sync.bootstrap.telemetry;

import io.kaizen.sync.application.port.out.Sleeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The ends of NDJSON files, and what is added to them. For one thread. */
public final class Tail {

    /** How old a line may be when it is shown: quick for people, and next to nothing for the machine. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private final Map<Path, Consumer<byte[]>> files;

    /**
     * Makes the tail of files that need not exist.
     *
     * @param files each with what hears its lines, without line break, as they were written; of a line without end only the
     *     beginning. They are shown in this order
     */
    public Tail(Map<Path, Consumer<byte[]>> files) {
        this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * Shows the last lines of each file, one that has not ended included.
     *
     * @param count how many lines of each, not negative
     * @return the files that are not there
     * @throws IOException if a file cannot be read; the message names it
     */
    public List<Path> show(long count) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Map.Entry<Path, Consumer<byte[]>> each : files.entrySet()) {
            Path path = each.getKey();
            try (FollowedFile file = new FollowedFile(path, each.getValue())) {
                if (!file.begin(count)) {
                    missing.add(path);
                }
                file.endPart();
            } catch (IOException broken) {
                throw unreadable(path, broken);
            }
        }
        return missing;
    }

    /**
     * Shows the last lines of each file and then what comes, until a stop is requested or nobody reads on.
     *
     * @param count how many lines of each to begin with, not negative
     * @param missing hears once of each file that is not there yet
     * @param isRead whether somebody still reads what is shown
     * @throws IOException if a file cannot be read; the message names it
     */
    public void follow(long count, Consumer<Path> missing, Sleeper sleeper, BooleanSupplier isRead) throws IOException {
        List<FollowedFile> followed = files.entrySet().stream()
                .map(each -> new FollowedFile(each.getKey(), each.getValue()))
                .toList();
        try {
            for (FollowedFile file : followed) {
                if (!begin(file, count)) {
                    missing.accept(file.path());
                }
            }
            while (isRead.getAsBoolean() && sleeper.sleep(PAUSE)) {
                for (FollowedFile file : followed) {
                    poll(file);
                }
            }
        } finally {
            closeAll(followed);
        }
    }

    private static boolean begin(FollowedFile file, long count) throws IOException {
        try {
            return file.begin(count);
        } catch (IOException broken) {
            throw unreadable(file.path(), broken);
        }
    }

    private static void poll(FollowedFile file) throws IOException {
        try {
            file.poll();
        } catch (IOException broken) {
            throw unreadable(file.path(), broken);
        }
    }

    private static void closeAll(List<FollowedFile> files) throws IOException {
        for (FollowedFile file : files) {
            file.close();
        }
    }

    private static IOException unreadable(Path path, IOException broken) {
        String message = broken.getMessage();
        String reason = message == null || message.equals(path.toString())
                ? broken.getClass().getSimpleName()
                : message;
        return new IOException("cannot read " + path + ": " + reason, broken);
    }
}
