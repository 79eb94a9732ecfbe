package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process did to the files of a database, call by call, and so every state in which a crash could have left them. When the process
 * dies, all its calls have happened. When power fails, what was written since the last sync of a file may have happened or not, each
 * sector of 512 bytes by itself and in any order.
 */
final class DiskRecording {

    private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)\\) += (-?\\d+).*$");
    private static final Pattern FILE = Pattern.compile("^(?:AT_FDCWD<[^>]*>, )?(?:\\d+<|\")((?:\\\\x[0-9a-f]{2})+)");
    private static final int SECTOR = 512;

    private final List<Call> calls = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<String, byte[]> before;

    private sealed interface Call {
        String file();
    }

    private record Write(String file, int offset, byte[] bytes) implements Call {}

    private record Cut(String file, int length) implements Call {}

    private record Sync(String file) implements Call {}

    private record Delete(String file) implements Call {}

    /**
     * Reads a recording.
     *
     * @param before the files' content when it began, by name
     */
    DiskRecording(List<String> lines, Map<String, byte[]> before) {
        this.before = before;
        lines.forEach(this::add);
    }

    /** Number of calls that changed something, or made sure of it. */
    int size() {
        return calls.size();
    }

    /** How many calls had been made at the mark of that number, counted from 0. */
    int mark(int number) {
        return marks.get(number);
    }

    /** The content of a database and its log and journal, by name. */
    static Map<String, byte[]> content(Path database) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        for (String suffix : List.of("", "-wal", "-journal")) {
            Path file = Path.of(database.toRealPath() + suffix);
            if (Files.exists(file)) {
                content.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return content;
    }

    /** Puts the files, as they are after the first {@code done} calls, into {@code folder}. */
    void restoreAfterKill(int done, Path folder) throws IOException {
        write(play(done, () -> true), folder);
    }

    /**
     * The same after a power failure.
     *
     * @param survives whether a sector that was not synced reached the disk; asked once for each
     */
    void restoreAfterPowerLoss(int done, BooleanSupplier survives, Path folder) throws IOException {
        write(play(done, survives), folder);
    }

    private Map<String, byte[]> play(int done, BooleanSupplier survives) {
        Map<String, byte[]> files = new TreeMap<>(before);
        for (int i = 0; i < done; i++) {
            Call call = calls.get(i);
            boolean isSafe = isSyncedLater(call, i, done);
            if (call instanceof Write write) {
                files.put(write.file(), merge(files.get(write.file()), write, isSafe, survives));
            } else if (call instanceof Cut cut && (isSafe || survives.getAsBoolean())) {
                files.put(cut.file(), Arrays.copyOf(files.getOrDefault(cut.file(), new byte[0]), cut.length()));
            } else if (call instanceof Delete delete) {
                files.remove(delete.file());
            }
        }
        return files;
    }

    private boolean isSyncedLater(Call call, int from, int done) {
        return calls.subList(from, done).stream()
                .anyMatch(later -> later instanceof Sync && later.file().equals(call.file()));
    }

    private static byte[] merge(byte[] old, Write write, boolean isSafe, BooleanSupplier survives) {
        byte[] known = old == null ? new byte[0] : old;
        int end = write.offset() + write.bytes().length;
        byte[] merged = Arrays.copyOf(known, Math.max(known.length, end));
        int at = write.offset();
        while (at < end) {
            int next = Math.min(end, (at / SECTOR + 1) * SECTOR);
            if (isSafe || survives.getAsBoolean()) {
                System.arraycopy(write.bytes(), at - write.offset(), merged, at, next - at);
            }
            at = next;
        }
        return merged;
    }

    private static void write(Map<String, byte[]> files, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            Files.write(folder.resolve(each.getKey()), each.getValue());
        }
    }

    private void add(String line) {
        Matcher call = CALL.matcher(line);
        assertThat(call.matches()).as(line).isTrue();
        String arguments = call.group(2);
        if (call.group(3).startsWith("-")) {
            if (call.group(1).equals("openat") && fileIn(arguments).endsWith(SystemCalls.MARK)) {
                marks.add(calls.size());
            }
            return;
        }
        switch (call.group(1)) {
            case "pwrite64" -> calls.add(toWrite(arguments));
            case "ftruncate" ->
                calls.add(new Cut(
                        fileIn(arguments), Integer.parseInt(arguments.substring(arguments.lastIndexOf(' ') + 1))));
            case "fdatasync", "fsync" -> calls.add(new Sync(fileIn(arguments)));
            case "unlink" -> calls.add(new Delete(fileIn(arguments)));
            default -> assertThat(call.group(1)).isIn("openat", "pread64");
        }
    }

    private static Write toWrite(String arguments) {
        int quote = arguments.indexOf('"');
        int end = arguments.lastIndexOf('"');
        String[] lengthAndOffset = arguments.substring(end + 3).split(", ", -1);
        byte[] bytes = unescaped(arguments.substring(quote + 1, end));
        assertThat(bytes).hasSize(Integer.parseInt(lengthAndOffset[0]));
        return new Write(fileIn(arguments), Integer.parseInt(lengthAndOffset[1]), bytes);
    }

    /** The file that a call is about: its path in quotes, or the path behind its handle. */
    private static String fileIn(String arguments) {
        Matcher file = FILE.matcher(arguments);
        assertThat(file.find()).as(arguments).isTrue();
        String path = new String(unescaped(file.group(1)), StandardCharsets.UTF_8);
        return String.valueOf(Path.of(path).getFileName());
    }

    private static byte[] unescaped(String hex) {
        byte[] bytes = new byte[hex.length() / 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(4 * i + 2, 4 * i + 4), 16);
        }
        return bytes;
    }
}
