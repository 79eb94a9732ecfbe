/** The way to the ingest server over HTTP. */
module io.kaizen.sync.adapter.http {
    requires static transitive org.jspecify;
    requires transitive io.kaizen.sync.application;
    requires transitive io.kaizen.sync.domain;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.uuid;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.ratelimiter;
    requires io.github.resilience4j.retry;
    requires java.naming;
    requires java.security.jgss;
    requires jdk.net;
    requires org.apache.commons.codec;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.slf4j;

    exports io.kaizen.sync.adapter.http;
    exports io.kaizen.sync.adapter.http.row;
}
