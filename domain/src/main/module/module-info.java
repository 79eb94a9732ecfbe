/** Rows, batches and outcomes, and the decisions about them. */
module io.kaizen.sync.domain {
    requires static transitive org.jspecify;

    exports io.kaizen.sync.domain.batch;
    exports io.kaizen.sync.domain.claim;
    exports io.kaizen.sync.domain.json;
    exports io.kaizen.sync.domain.kind;
    exports io.kaizen.sync.domain.limits;
    exports io.kaizen.sync.domain.outcome;
    exports io.kaizen.sync.domain.poison;
    exports io.kaizen.sync.domain.policy;
    exports io.kaizen.sync.domain.redaction;
    exports io.kaizen.sync.domain.report;
    exports io.kaizen.sync.domain.row;
    exports io.kaizen.sync.domain.secret;
}
