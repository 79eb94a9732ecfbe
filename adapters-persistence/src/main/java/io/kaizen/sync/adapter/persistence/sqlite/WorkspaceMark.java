package io.kaizen.sync.adapter.persistence.sqlite;

import java.util.Optional;

/** Which workspace a file's rows belong to: the one row of {@code outbox_workspace}. For one transaction. */
final class WorkspaceMark {

    private final Statements statements;

    WorkspaceMark(Statements statements) {
        this.statements = statements;
    }

    /** The workspace's path; empty where the file belongs to none. */
    Optional<String> read() {
        return statements.first("select path from outbox_workspace", found -> found.getString(1));
    }

    /** Notes {@code path} in place of what was noted. */
    void write(String path) {
        statements.update(
                "insert into outbox_workspace (only_row, path) values (1, ?)"
                        + " on conflict (only_row) do update set path = excluded.path",
                path);
    }
}
