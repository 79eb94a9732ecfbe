package io.kaizen.sync.bootstrap.cli;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears signals until it is closed (ADR 0030): SIGTERM and SIGINT ask for an end, and so does SIGHUP where there is a terminal that can
 * hang up. SIGUSR1 and SIGUSR2, which people send to learn what a process does, end nothing. SIGQUIT is Java's own: it prints what all
 * threads do.
 *
 * <p>A shutdown hook would not do: when hooks run the exit code is settled (143, 130), and the JVM ignores a second signal.
 * {@code sun.misc.Signal} is the JDK's only other way. It has been in the exported module {@code jdk.unsupported} since Java 9,
 * but the compiler warns of it in a way that cannot be suppressed, hence the reflection. Where a JVM lacks it, signals keep their
 * usual effect: the process ends at once, which loses nothing, since claims are on disk.
 */
final class StopSignals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    /** In what follows the program's name in {@code /proc/self/stat}: state, parent, group, session, terminal. */
    private static final int TERMINAL_FIELD = 4;

    /** Signal → the handler it had before. */
    private final Map<Object, Object> former = new LinkedHashMap<>();

    private StopSignals() {}

    /** Calls {@code onSignal}, from a thread of the JVM's own, at each signal from now on. */
    static StopSignals install(Runnable onSignal) {
        Objects.requireNonNull(onSignal, "onSignal");
        StopSignals signals = new StopSignals();
        for (String name : new String[] {"TERM", "INT"}) {
            signals.install(name, onSignal);
        }
        signals.install("HUP", () -> onHangUp(onSignal));
        for (String name : new String[] {"USR1", "USR2"}) {
            signals.install(name, () -> LOG.info("SIG{} ends nothing; SIGQUIT prints what all threads do", name));
        }
        return signals;
    }

    private static void onHangUp(Runnable onSignal) {
        if (hasTerminal()) {
            onSignal.run();
        } else {
            LOG.info(
                    "SIGHUP ends nothing where there is no terminal; files of the configuration are read when they change");
        }
    }

    /** Whether the process belongs to a terminal, as far as the system tells. */
    private static boolean hasTerminal() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // The name of the program comes before, in brackets, and may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", TERMINAL_FIELD + 2);
            return !fields[TERMINAL_FIELD].equals("0");
        } catch (IOException elsewhere) {
            return true;
        }
    }

    private void install(String name, Runnable onSignal) {
        try {
            Object signal = signalType().getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(),
                    new Class<?>[] {handlerType()},
                    (proxy, method, args) -> handle(proxy, method, args, onSignal));
            former.put(signal, handleMethod().invoke(null, signal, handler));
        } catch (ReflectiveOperationException unavailable) {
            LOG.debug("SIG{} ends the process at once: {}", name, unavailable.toString());
        }
    }

    private static Object handle(Object proxy, Method method, Object[] args, Runnable onSignal) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == args[0];
            case "toString" -> "StopSignals";
            default -> {
                onSignal.run();
                // What an interface method without result returns.
                yield Void.TYPE;
            }
        };
    }

    /** Gives the signals back to those who heard them before. */
    @Override
    public void close() {
        former.forEach((signal, handler) -> {
            try {
                handleMethod().invoke(null, signal, handler);
            } catch (ReflectiveOperationException unavailable) {
                LOG.debug("{} is not given back: {}", signal, unavailable.toString());
            }
        });
        former.clear();
    }

    private static Method handleMethod() throws ReflectiveOperationException {
        return signalType().getMethod("handle", signalType(), handlerType());
    }

    private static Class<?> signalType() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }
}
