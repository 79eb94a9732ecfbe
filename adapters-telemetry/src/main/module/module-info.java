/** Exporters. */
module io.kaizen.sync.adapter.telemetry {
    requires static transitive org.jspecify;
    requires transitive io.kaizen.sync.application;
    requires transitive io.kaizen.sync.domain;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.uuid;
    requires com.google.protobuf;
    requires io.opentelemetry.proto;
    requires org.slf4j;

    exports io.kaizen.sync.adapter.telemetry;
    exports io.kaizen.sync.adapter.telemetry.datadog;
    exports io.kaizen.sync.adapter.telemetry.otlp;
    exports io.kaizen.sync.adapter.telemetry.posthog;
}
