package io.kaizen.sync.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.kaizen.sync.bootstrap.console.StatusLine;
import io.kaizen.sync.bootstrap.console.TextGuard;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes an event as one line: UTC time, level, message; with {@code traces}, stack traces below it. */
final class StatusLineAppender extends AppenderBase<ILoggingEvent> {

    private final StatusLine line;
    private final boolean traces;

    StatusLineAppender(StatusLine line, boolean traces) {
        this.line = line;
        this.traces = traces;
    }

    @Override
    protected void append(ILoggingEvent event) {
        Instant time = event.getInstant().truncatedTo(ChronoUnit.SECONDS);
        String message = TextGuard.oneLine(event.getFormattedMessage());
        line.println(String.format(Locale.ROOT, "%s %-5s %s", time, event.getLevel(), message));
        if (traces && event.getThrowableProxy() != null) {
            line.println(ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing());
        }
    }
}
