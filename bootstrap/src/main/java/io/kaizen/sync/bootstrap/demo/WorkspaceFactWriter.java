package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;

/** Which skills and rules a workspace has, by hash. */
final class WorkspaceFactWriter implements RowWriter {

    @Override
    public void write(Fields row, int index) throws IOException {
        row.hashes("skill_slugs", row.random().nextInt(4))
                .hashes("rule_slugs", 1 + row.random().nextInt(4));
    }
}
