/** The outbox on SQLite. */
module io.kaizen.sync.adapter.persistence {
    requires static transitive org.jspecify;
    requires transitive io.kaizen.sync.application;
    requires transitive io.kaizen.sync.domain;
    requires transitive java.sql;
    requires transitive org.jooq;
    requires io.kaizen.sync.flyway;
    requires java.logging;
    requires org.xerial.sqlitejdbc;

    exports io.kaizen.sync.adapter.persistence.sqlite;

    // Flyway reads the migrations, jOOQ makes records of the generated classes.
    opens io.kaizen.sync.adapter.persistence.migration;
    opens io.kaizen.sync.adapter.persistence.jooq.tables.records;
}
