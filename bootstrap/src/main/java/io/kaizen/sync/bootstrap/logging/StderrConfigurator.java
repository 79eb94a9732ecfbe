package io.kaizen.sync.bootstrap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.kaizen.sync.bootstrap.console.StatusLine;

/**
 * Sets logging up before the first log line where this program runs inside another process, found by logback as a service. Left to itself
 * logback logs everything, and HTTP clients then print headers and bodies, token and rows included. In a process of its own {@link
 * DirectProvider} does it.
 */
public final class StderrConfigurator extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Logging.configure(loggers, new StatusLine(System.err), Verbosity.NORMAL);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
