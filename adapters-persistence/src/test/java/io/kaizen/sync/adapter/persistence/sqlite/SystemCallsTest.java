package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** strace prints a call in two halves where another thread is heard meanwhile. */
class SystemCallsTest {

    @Test
    void theHalvesOfACallAreJoinedWhereItReturned() {
        assertThat(SystemCalls.wholeCalls(List.of(
                        "7 pwrite64(40, \"a\", 1, 0) = 1",
                        "7 fsync(40 <unfinished ...>",
                        "8 fsync(41 <unfinished ...>",
                        "9 +++ exited with 0 +++",
                        "8 <... fsync resumed>)              = -1 EIO (Input/output error) (INJECTED)",
                        "7 <... fsync resumed>)              = 0")))
                .containsExactly(
                        "7 pwrite64(40, \"a\", 1, 0) = 1",
                        "8 fsync(41)              = -1 EIO (Input/output error) (INJECTED)",
                        "7 fsync(40)              = 0");
    }

    @Test
    void aCallThatNeverReturnedStaysInHalf() {
        assertThat(SystemCalls.wholeCalls(List.of("7 fsync(40 <unfinished ...>", "7 +++ killed by SIGKILL +++")))
                .containsExactly("7 fsync(40 <unfinished ...>");
    }
}
