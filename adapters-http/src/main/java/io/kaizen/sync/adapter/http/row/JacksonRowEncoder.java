package io.kaizen.sync.adapter.http.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.kaizen.sync.adapter.http.row.internal.parse.RowParser;
import io.kaizen.sync.adapter.http.row.internal.parse.ValueRule;
import io.kaizen.sync.adapter.http.row.internal.parse.ValueRules;
import io.kaizen.sync.adapter.http.row.internal.scan.JsonScanner;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.adapter.http.row.internal.scan.ScanShape;
import io.kaizen.sync.adapter.http.row.internal.scan.Utf8;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import java.io.IOException;
import java.util.IdentityHashMap;

/**
 * Encodes rows in one streaming pass over their bytes, without a tree. Values are copied as they are
 * written: escapes, numbers and the order of keys inside {@code payload} stay. A plain row, as nearly all are, is only looked at; one
 * that is odd in any way goes through Jackson's parser, which alone decides what is malformed.
 *
 * <p>What is no JSON object in valid UTF-8 is malformed, wherever the fault is, in fields that are dropped too: a byte order
 * mark, raw control characters, NaN, comments, trailing commas, anything but white space behind the object, nesting deeper
 * than {@value RowParser#MAX_DEPTH}, a number of more than {@value RowParser#MAX_NUMBER_LENGTH} characters, a name of more than
 * {@value RowParser#MAX_NAME_LENGTH}. In listed fields an escaped half of a surrogate pair is malformed too. A field may be spelt with
 * escapes, and an unlisted one may be given twice. Thread-safe.
 */
public final class JacksonRowEncoder implements RowEncoder {

    /** Longer rows are left to the parser and its limits. */
    private static final int MAX_PLAIN_BYTES = 40_000;

    /** By identity, since to compare two specs is to compare all their fields. Never written to once it is filled. */
    private final IdentityHashMap<KindSpec, ValueRule> shapes = new IdentityHashMap<>();

    /** What most rows look like: their bytes are looked at once, and nothing is made of them. */
    private final IdentityHashMap<KindSpec, ScanShape> plainShapes = new IdentityHashMap<>();

    /** An encoder for kaizen's kinds. */
    public JacksonRowEncoder() {
        this(KaizenKinds.REGISTRY);
    }

    /** An encoder for these kinds. */
    public JacksonRowEncoder(KindRegistry kinds) {
        kinds.all().forEach(spec -> {
            shapes.put(spec, ValueRules.of(spec.row()));
            spec.allowlist().ifPresent(allowlist -> plainShapes.put(spec, ScanShape.of(allowlist)));
        });
    }

    @Override
    public Result encode(KindSpec spec, OutboxRow row) {
        ScanShape plain = plainShapes.get(spec);
        if (plain != null && row.payload().length <= MAX_PLAIN_BYTES && Utf8.isValid(row.payload())) {
            try {
                return encoded(row, plain.encode(row.payload()));
            } catch (JsonScanner.Unsure odd) {
                return encodeWithParser(spec, row);
            }
        }
        return encodeWithParser(spec, row);
    }

    /** For rows that are odd or wrong, and to find words for what is wrong. */
    Result encodeWithParser(KindSpec spec, OutboxRow row) {
        try {
            return encoded(row, RowParser.encode(shapeOf(spec), row.payload()));
        } catch (MalformedRowException broken) {
            return new Malformed(broken.getMessage());
        } catch (JsonProcessingException notJson) {
            return new Malformed(RowParser.describe(notJson));
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", impossible);
        }
    }

    private static Result encoded(OutboxRow row, byte[] json) {
        return new Encoded(new EncodedRow(row.id(), row.owner(), json));
    }

    private ValueRule shapeOf(KindSpec spec) {
        ValueRule known = shapes.get(spec);
        return known != null ? known : ValueRules.of(spec.row());
    }
}
