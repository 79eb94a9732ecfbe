package io.kaizen.sync.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.NopStatusListener;
import io.kaizen.sync.bootstrap.console.StatusLine;
import org.slf4j.LoggerFactory;

/** Decides what is logged, and where. Libraries say warnings and errors at most, whatever the verbosity. */
public final class Logging {

    /** Ours; all others are libraries'. */
    private static final String OURS = "io.kaizen.sync";

    private Logging() {}

    /** From now on log lines of {@code verbosity} go to {@code line}, and nowhere else. For the whole process. */
    public static void start(StatusLine line, Verbosity verbosity) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), line, verbosity);
    }

    static void configure(LoggerContext loggers, StatusLine line, Verbosity verbosity) {
        loggers.reset();
        // What logback has to say of itself it would print on stdout, and load time zones for it.
        loggers.getStatusManager().add(new NopStatusListener());
        StatusLineAppender appender = new StatusLineAppender(line, verbosity == Verbosity.VERBOSE);
        appender.setContext(loggers);
        appender.setName("stderr");
        appender.start();
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        switch (verbosity) {
            case QUIET -> setLevels(loggers, Level.ERROR, Level.ERROR);
            case NORMAL -> setLevels(loggers, Level.WARN, Level.INFO);
            case VERBOSE -> setLevels(loggers, Level.WARN, Level.DEBUG);
        }
    }

    private static void setLevels(LoggerContext loggers, Level libraries, Level ours) {
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(libraries);
        loggers.getLogger(OURS).setLevel(ours);
    }
}
