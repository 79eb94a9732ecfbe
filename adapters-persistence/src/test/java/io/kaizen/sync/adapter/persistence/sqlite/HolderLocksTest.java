package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderLocksTest {

    @TempDir
    private Path folder;

    @Test
    void aHolderIsAliveUntilItIsClosedHoweverOftenOneLooks() throws Exception {
        HolderLocks locks = new HolderLocks(folder.resolve("holders"));
        HolderLocks.Holder holder = locks.enlist();

        assertThat(locks.isDead(holder.name())).isFalse();
        assertThat(locks.isDead(holder.name())).isFalse();

        holder.close();
        assertThat(locks.isDead(holder.name())).isTrue();
    }
}
