package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import java.util.Optional;

/** Which workspace a file's rows belong to: the one row of {@code outbox_workspace}. For one transaction. */
public final class WorkspaceMark {

    private final HotStatements statements;

    /** For the transaction, or the moment, that {@code statements} works in. */
    public WorkspaceMark(HotStatements statements) {
        this.statements = statements;
    }

    /** The workspace's path; empty where the file belongs to none. */
    public Optional<String> read() {
        return statements.first("select path from outbox_workspace", found -> found.getString(1));
    }

    /** Notes {@code path} in place of what was noted. */
    public void write(String path) {
        statements.update(
                "insert into outbox_workspace (only_row, path) values (1, ?)"
                        + " on conflict (only_row) do update set path = excluded.path",
                path);
    }
}
