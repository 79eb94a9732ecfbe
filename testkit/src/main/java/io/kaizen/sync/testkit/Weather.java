package io.kaizen.sync.testkit;

import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link RoughLine} does to one connection. Immutable.
 *
 * @param upLimit bytes that get through towards the server; both ends are cut off when another one comes
 * @param downLimit bytes that get through towards the client; both ends are cut off when another one comes
 * @param cut how the client is cut off
 * @param bytesPerSecond in each direction; 0 for as fast as it goes
 * @param delay how long the first byte in each direction is on its way
 */
public record Weather(long upLimit, long downLimit, Cut cut, long bytesPerSecond, Duration delay) {

    /** A line that does nothing. */
    public static final Weather FAIR = new Weather(Long.MAX_VALUE, Long.MAX_VALUE, Cut.CLOSE, 0, Duration.ZERO);

    /** How a connection ends for the client. */
    public enum Cut {
        /** In order: the client reads an end (FIN). */
        CLOSE,
        /** With "connection reset" (RST), which may take with it what the client has not read. */
        RESET
    }

    /** @throws IllegalArgumentException if a number or the delay is negative */
    public Weather {
        Objects.requireNonNull(cut, "cut");
        if (upLimit < 0 || downLimit < 0 || bytesPerSecond < 0 || delay.isNegative()) {
            throw new IllegalArgumentException("negative weather");
        }
    }

    /** A line that carries {@code bytes} towards the server and then breaks. */
    public static Weather cutUpAfter(long bytes, Cut cut) {
        return new Weather(bytes, Long.MAX_VALUE, cut, 0, Duration.ZERO);
    }

    /** A line that carries {@code bytes} of answers and then breaks. */
    public static Weather cutDownAfter(long bytes, Cut cut) {
        return new Weather(Long.MAX_VALUE, bytes, cut, 0, Duration.ZERO);
    }

    /** A thin and long line. */
    public static Weather slow(long bytesPerSecond, Duration delay) {
        return new Weather(Long.MAX_VALUE, Long.MAX_VALUE, Cut.CLOSE, bytesPerSecond, delay);
    }
}
