package io.kaizen.sync.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectProviderTest {

    private final DirectProvider provider = new DirectProvider();

    @BeforeEach
    void initialize() {
        provider.initialize();
    }

    /** HTTP clients print headers and bodies below that. */
    @Test
    void librariesSayWarningsFromTheBeginning() {
        assertThat(logger("org.apache.hc.client5").isWarnEnabled()).isTrue();
        assertThat(logger("org.apache.hc.client5").isInfoEnabled()).isFalse();
    }

    @Test
    void weSayWhatHappensFromTheBeginning() {
        assertThat(logger("io.kaizen.sync.anything").isInfoEnabled()).isTrue();
        assertThat(logger("io.kaizen.sync.anything").isDebugEnabled()).isFalse();
    }

    @Test
    void linesGoToOneAppenderOfOurs() {
        assertThat(logger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .toIterable()
                .singleElement()
                .isInstanceOf(StatusLineAppender.class);
    }

    @Test
    void whatLogbackNeedsOfSlf4jIsItsOwn() {
        LoggerContext loggers = (LoggerContext) provider.getLoggerFactory();

        assertThat(loggers.isStarted()).isTrue();
        assertThat(loggers.getMDCAdapter()).isSameAs(provider.getMDCAdapter());
        assertThat(provider.getMarkerFactory().getMarker("one")).isNotNull();
        assertThat(provider.getRequestedApiVersion()).startsWith("2.0.");
    }

    private Logger logger(String name) {
        return (Logger) provider.getLoggerFactory().getLogger(name);
    }
}
