package io.kaizen.sync.adapter.http.row.internal.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.kaizen.sync.adapter.http.row.internal.parse.RowParser;
import io.kaizen.sync.adapter.http.row.internal.parse.ValueRule;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.application.port.out.row.RowPreparation.Prepared;
import io.kaizen.sync.application.port.out.row.RowPreparation.Refused;
import io.kaizen.sync.application.port.out.row.RowPreparation.Result;
import java.io.IOException;

/** What became of a row that was written anew. */
public final class RewrittenRow {

    private RewrittenRow() {}

    /** Writes {@code row} as {@code shape} says; refused, with a reason, where that cannot be. */
    public static Result of(ValueRule shape, byte[] row) {
        try {
            return new Prepared(RowParser.encode(shape, row));
        } catch (MalformedRowException broken) {
            return new Refused(broken.getMessage());
        } catch (JsonProcessingException notJson) {
            return new Refused(RowParser.describe(notJson));
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", impossible);
        }
    }
}
