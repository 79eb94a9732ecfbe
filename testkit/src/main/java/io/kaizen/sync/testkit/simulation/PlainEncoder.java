package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;

/** Takes every payload as it is, but those of one letter that stands for a malformed one. */
final class PlainEncoder implements RowEncoder {

    private static final byte MALFORMED = '!';

    /** A payload that can never be sent. */
    static final String MALFORMED_PAYLOAD = "!";

    @Override
    public Result encode(KindSpec spec, OutboxRow row) {
        return row.payload()[0] == MALFORMED
                ? new Malformed("simulated")
                : new Encoded(new EncodedRow(row.id(), row.owner(), row.payload()));
    }
}
