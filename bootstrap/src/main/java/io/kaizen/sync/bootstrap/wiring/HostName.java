package io.kaizen.sync.bootstrap.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, for exporters that are to tell machines apart. */
final class HostName {

    /** Where Linux says it. To ask Java is to ask a name server too, which may take its time. */
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private static final String NAMELESS = "unknown";

    private HostName() {}

    /** Never empty; {@code unknown} where nobody says. */
    static String get() {
        return of(LINUX);
    }

    static String of(Path file) {
        try {
            String name = Files.readString(file).strip();
            return name.isEmpty() ? NAMELESS : name;
        } catch (IOException notLinux) {
            return ofJava();
        }
    }

    private static String ofJava() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return NAMELESS;
        }
    }
}
