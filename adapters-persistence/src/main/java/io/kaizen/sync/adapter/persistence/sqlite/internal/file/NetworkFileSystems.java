package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The file systems that cannot be shared, as {@code network-file-systems.txt} lists them. Immutable. */
public final class NetworkFileSystems {

    private static final String LIST = "/io/kaizen/sync/adapter/persistence/network-file-systems.txt";

    private final List<String> shared = new ArrayList<>();
    private final List<String> local = new ArrayList<>();

    private NetworkFileSystems(List<String> lines) {
        for (String line : lines) {
            String name = line.strip();
            if (name.startsWith("!")) {
                local.add(name.substring(1));
            } else if (!name.isEmpty() && !name.startsWith("#")) {
                shared.add(name);
            }
        }
    }

    /** The list that this program comes with. */
    static NetworkFileSystems listed() {
        try (InputStream list = NetworkFileSystems.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException(LIST + " is missing from this program's files");
            }
            return new NetworkFileSystems(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether {@code type}, as the operating system calls it, is on the list. */
    boolean include(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return shared.stream().anyMatch(pattern -> matches(pattern, name))
                && local.stream().noneMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
