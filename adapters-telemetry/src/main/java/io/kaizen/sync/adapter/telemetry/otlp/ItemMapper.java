package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.MessageLite;

/** Maps a row to one item of OTLP, a log record or a span. */
interface ItemMapper {

    /** The complete item. */
    MessageLite whole(Row row);

    /** The item without the part that can be long, for a row whose complete item exceeds the size of a request. */
    MessageLite brief(Row row);
}
