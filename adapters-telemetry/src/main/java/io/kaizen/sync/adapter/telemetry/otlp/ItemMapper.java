package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.MessageLite;
import java.util.List;

/**
 * Maps rows to items of one signal of OTLP.
 *
 * @param <I> a log record or a span
 */
interface ItemMapper<I extends MessageLite> {

    /** The complete item. */
    I whole(Row row);

    /** The item without the part that can be long, for a row whose complete item exceeds the size of a request. */
    I brief(Row row);

    /** The request that carries {@code items}. */
    MessageLite request(Frame frame, List<I> items);
}
