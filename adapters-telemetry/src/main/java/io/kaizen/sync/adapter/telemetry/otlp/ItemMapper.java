package io.kaizen.sync.adapter.telemetry.otlp;

/** Maps a row to one item of OTLP, a log record or a span. */
interface ItemMapper {

    /** The item whole, as protobuf. */
    byte[] whole(Row row);

    /** The same without the part that can be long, for a row whose item alone is too long for a request. */
    byte[] brief(Row row);
}
