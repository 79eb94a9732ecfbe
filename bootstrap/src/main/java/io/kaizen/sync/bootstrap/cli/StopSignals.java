package io.kaizen.sync.bootstrap.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGTERM and SIGINT until it is closed.
 *
 * <p>A shutdown hook would not do: when hooks run the exit code is settled (143, 130), and the JVM ignores a second signal.
 * {@code sun.misc.Signal} is the JDK's only other way. It has been in the exported module {@code jdk.unsupported} since Java 9,
 * but the compiler warns of it in a way that cannot be suppressed, hence the reflection. Where a JVM lacks it, signals keep their
 * usual effect: the process ends at once, which loses nothing, since claims are on disk.
 */
final class StopSignals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

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
        return signals;
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
