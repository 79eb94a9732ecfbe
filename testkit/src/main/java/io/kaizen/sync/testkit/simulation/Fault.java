package io.kaizen.sync.testkit.simulation;

/** Everything that can go wrong in a simulated life, with the number of times in ten thousand occasions that it does. */
public enum Fault {
    // On the wire, for each POST.
    CONNECTION_REFUSED(200),
    REQUEST_LOST(200),
    REQUEST_DUPLICATED(150),
    ANSWER_LOST(300),
    GATEWAY_ERROR_NOT_STORED(150),
    GATEWAY_ERROR_STORED(200),
    CONFLICT_CUT(1_500),

    // At the server, for each POST.
    RATE_LIMITED(200),
    RATE_LIMITED_FOR_LONG(40),
    SERVER_ERROR(250),
    UNAUTHORIZED(40),
    FORBIDDEN(40),
    NO_SUCH_ROUTE(40),
    REDIRECTED(40),
    /** From now on everything is refused, for a while. */
    REJECTS_EVERYTHING(60),
    /** A refusal names a row that is not the culprit. */
    MISLEADING_HINT(1_500),

    // Ill manners, at servers that have them, each time there is an occasion.
    FAILURE_REMEMBERED(5_000),
    CONFLICT_WHILE_RUNNING(10_000),
    KEYS_FORGOTTEN(300),

    // At the storage, for each write.
    CRASH_BEFORE_WRITE(40),
    CRASH_AFTER_WRITE(80),
    STORE_FAILS(40),

    // To a process, for each POST or each wait.
    CRASH_AFTER_ANSWER(80),
    CRASH_DURING_EXPORT(60),
    PAUSED_BEYOND_ITS_LEASE(60),
    SECOND_FLUSHER(150),
    STOP_REQUESTED(250),
    CLOCK_JUMPS_FORWARD(60),
    CLOCK_JUMPS_BACK(60),

    // To rows, for each row or each POST.
    ROW_MALFORMED(150),
    ROW_OF_UNKNOWN_KIND(150),
    ROW_REJECTED(200),
    ROW_TOO_LARGE(150),
    ROWS_REPLACED(100),
    DEAD_ROWS_RETRIED(1_000),

    // At an exporter, for each batch.
    EXPORTER_FAILS(400),
    EXPORTER_THROWS_ERROR(150),
    EXPORTER_HANGS(100),
    EXPORTER_SLOW(150);

    private final int perTenThousand;

    Fault(int perTenThousand) {
        this.perTenThousand = perTenThousand;
    }

    int perTenThousand() {
        return perTenThousand;
    }
}
