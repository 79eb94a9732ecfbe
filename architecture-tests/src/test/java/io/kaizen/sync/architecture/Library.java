package io.kaizen.sync.architecture;

import java.util.Arrays;

/** A library, or a part of the JDK, that has its place. */
enum Library {
    GUICE("com.google.inject", "bootstrap"),
    PICOCLI("picocli", "bootstrap"),
    LOGBACK("ch.qos.logback", "bootstrap"),
    PROGRESS_BAR("me.tongfei.progressbar", "bootstrap"),
    HTTP_SERVER("com.sun.net.httpserver", "bootstrap.server"),
    JOOQ("org.jooq", "adapter.persistence"),
    FLYWAY("io.kaizen.sync.flyway", "adapter.persistence"),
    SQLITE("org.sqlite", "adapter.persistence"),
    JDBC("java.sql", "adapter.persistence"),
    HTTP_CLIENT("org.apache.hc", "adapter.http"),
    RESILIENCE4J("io.github.resilience4j", "adapter.http"),
    UUID_GENERATOR("com.fasterxml.uuid", "adapter.http", "adapter.telemetry.posthog"),
    COMMONS_CODEC("org.apache.commons.codec", "adapter.http"),
    JACKSON("com.fasterxml.jackson", "adapter.http", "adapter.telemetry", "bootstrap"),
    SLF4J("org.slf4j", "adapter", "bootstrap");

    private final String prefix;
    private final String[] homes;

    Library(String prefix, String... homes) {
        this.prefix = prefix;
        this.homes = homes;
    }

    /** Its packages, as ArchUnit writes them. */
    String packages() {
        return prefix + "..";
    }

    /** Our packages that may use it. */
    String[] homesUnder(String root) {
        return Arrays.stream(homes).map(home -> root + "." + home + "..").toArray(String[]::new);
    }
}
