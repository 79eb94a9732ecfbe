package io.kaizen.sync.adapter.http.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.parse.JsonRowReader;
import io.kaizen.sync.adapter.http.row.internal.prepare.RedactedValue;
import io.kaizen.sync.adapter.http.row.internal.prepare.RewrittenRow;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.redaction.Redactor;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Redacts those fields of a row that may hold any JSON, such as the payload of an event, and all of a row without an allowlist. The rest of the row stays as
 * it is written, fields that are not listed included. What cannot be read is refused: it is never passed on without having been
 * redacted. Thread-safe if the redactor is.
 */
public final class JacksonRowRedaction implements RowPreparation {

    private final RedactedValue redacted;

    /** Redacts as {@code redactor} does. */
    public JacksonRowRedaction(Redactor redactor) {
        this.redacted = new RedactedValue(Objects.requireNonNull(redactor, "redactor"));
    }

    @Override
    public Result prepare(KindSpec spec, byte[] row) {
        if (spec.row() == Scalar.ANY) {
            return RewrittenRow.of(redacted, row);
        }
        Set<String> fields = spec.allowlist().stream()
                .flatMap(allowlist -> allowlist.fields().stream())
                .filter(field -> field.type() == Scalar.ANY)
                .map(FieldRule::name)
                .collect(Collectors.toSet());
        return fields.isEmpty() ? new Prepared(row) : RewrittenRow.of(reader -> redact(reader, fields), row);
    }

    private void redact(JsonRowReader row, Set<String> fields) throws IOException, MalformedRowException {
        JsonParser parser = row.parser();
        int copied = row.tokenStart();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.contains(name)) {
                row.copyAsGiven(copied, row.tokenStart());
                redact(row, name);
                copied = row.tokenEnd();
            } else {
                parser.skipChildren();
            }
        }
        row.copyAsGiven(copied, row.tokenEnd());
    }

    private void redact(JsonRowReader row, String name) throws IOException, MalformedRowException {
        try {
            redacted.encode(row);
        } catch (MalformedRowException broken) {
            throw broken.inField(name);
        }
    }
}
