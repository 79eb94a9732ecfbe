package io.kaizen.sync.adapter.http.row.internal.scan;

/** What a value must look like to be copied as it stands, without another look. Immutable. */
@FunctionalInterface
interface ScanRule {

    /** Steps over a value that keeps the rule. */
    void scan(JsonScanner text) throws JsonScanner.Unsure;
}
