package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;

/** Reads what is known against a row, in whichever table it is written. */
public final class RefusalMapper {

    private RefusalMapper() {}

    /**
     * Reads a refusal.
     *
     * @param table the name of the table in which it stands
     * @throws OutboxStoreException if it does not make sense: another program has written it. It concerns the row's kind alone
     */
    static Refusal toRefusal(String table, long row, String reason, String message, long attempts) {
        try {
            return new Refusal(new RowId(row), PoisonReason.ofCode(reason), message, Math.toIntExact(attempts));
        } catch (IllegalArgumentException | ArithmeticException nonsense) {
            throw OutboxStoreException.ofOneKind(
                    "row " + row + " in " + table + " makes no sense (" + nonsense.getMessage()
                            + "); was it written by a newer version of this program? Run \"verify\" to see what else is"
                            + " wrong",
                    nonsense);
        }
    }
}
