package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.RowEncoder;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;

/** Takes every payload as it is. */
final class PlainEncoder implements RowEncoder {

    @Override
    public Result encode(KindSpec spec, OutboxRow row) {
        return new Encoded(new EncodedRow(row.id(), row.owner(), row.payload()));
    }
}
