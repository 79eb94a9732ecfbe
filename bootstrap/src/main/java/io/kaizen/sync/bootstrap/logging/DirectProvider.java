package io.kaizen.sync.bootstrap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.CoreConstants;
import io.kaizen.sync.bootstrap.console.StatusLine;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback for SLF4J, set up by us from the beginning. Logback's own provider looks for configurations in many places, and keeps a record
 * of where it has looked: a tenth of what a start takes, to find in the end that we do it. Made by SLF4J, once.
 */
public final class DirectProvider implements SLF4JServiceProvider {

    /** SLF4J's own words for "take this one, and do not search" and "say nothing unless something is wrong". */
    private static final String PROVIDER = "slf4j.provider";

    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private final LoggerContext loggers = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

    /** Makes this the provider of the process. To be called before the first logger is asked for. */
    public static void install() {
        System.setProperty(PROVIDER, DirectProvider.class.getName());
        System.setProperty(VERBOSITY, "WARN");
    }

    @Override
    public void initialize() {
        loggers.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
        loggers.setMDCAdapter(diagnostics);
        Logging.configure(loggers, new StatusLine(System.err), Verbosity.NORMAL);
        loggers.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return diagnostics;
    }

    /** The version of SLF4J's interface that this was written for. */
    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
