/** The loop that sends rows, its ports, and what puts them together for other programs. */
module io.kaizen.sync.application {
    requires static transitive org.jspecify;
    requires transitive io.kaizen.sync.domain;

    exports io.kaizen.sync.application.embed;
    exports io.kaizen.sync.application.event;
    exports io.kaizen.sync.application.port.in;
    exports io.kaizen.sync.application.port.out;
    exports io.kaizen.sync.application.port.out.admin;
    exports io.kaizen.sync.application.port.out.export;
    exports io.kaizen.sync.application.port.out.ingest;
    exports io.kaizen.sync.application.port.out.network;
    exports io.kaizen.sync.application.port.out.row;
    exports io.kaizen.sync.application.port.out.store;
}
