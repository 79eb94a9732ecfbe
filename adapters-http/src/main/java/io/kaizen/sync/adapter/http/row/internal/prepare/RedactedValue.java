package io.kaizen.sync.adapter.http.row.internal.prepare;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.parse.JsonRowReader;
import io.kaizen.sync.adapter.http.row.internal.parse.ValueRule;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.domain.redaction.Redactor;
import io.kaizen.sync.domain.redaction.Treatment;
import java.io.IOException;

/**
 * Any JSON, redacted. What the redactor leaves as it is, is copied as it is written; only white space between tokens goes. As deep as
 * the parser lets it be.
 */
public final class RedactedValue implements ValueRule {

    private final Redactor redactor;

    /** Redacts texts as {@code redactor} does. */
    public RedactedValue(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public void encode(JsonRowReader row) throws IOException, MalformedRowException {
        encode(row, Treatment.TEXT);
    }

    @Override
    public boolean takesNull() {
        return true;
    }

    private void encode(JsonRowReader row, Treatment treatment) throws IOException, MalformedRowException {
        JsonToken token = row.parser().currentToken();
        if (treatment == Treatment.MASK) {
            row.parser().skipChildren();
            TextNotation.append(row.output(), Redactor.MASKED);
        } else if (token == JsonToken.START_OBJECT) {
            encodeObject(row);
        } else if (token == JsonToken.START_ARRAY) {
            encodeArray(row, treatment);
        } else if (token == JsonToken.VALUE_STRING) {
            encodeString(row, treatment);
        } else {
            row.copyScalar(token);
        }
    }

    private void encodeObject(JsonRowReader row) throws IOException, MalformedRowException {
        JsonParser parser = row.parser();
        Redactor.Keys keys = redactor.keys();
        char separator = '{';
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String given = parser.currentName();
            Redactor.Key key = keys.next(given);
            if (key.treatment() == Treatment.DROP) {
                parser.nextToken();
                parser.skipChildren();
            } else {
                row.output().append(separator);
                encodeName(row, given, key.name());
                parser.nextToken();
                encode(row, key.treatment());
                separator = ',';
            }
        }
        if (separator == '{') {
            row.output().append('{');
        }
        row.output().append('}');
    }

    private static void encodeName(JsonRowReader row, String given, String redacted) throws MalformedRowException {
        if (redacted.equals(given)) {
            row.copyName();
        } else {
            TextNotation.append(row.output(), redacted);
        }
        row.output().append(':');
    }

    private void encodeArray(JsonRowReader row, Treatment treatment) throws IOException, MalformedRowException {
        row.output().append('[');
        for (int index = 0; row.parser().nextToken() != JsonToken.END_ARRAY; index++) {
            if (index > 0) {
                row.output().append(',');
            }
            encode(row, treatment.ofElement(index));
        }
        row.output().append(']');
    }

    private void encodeString(JsonRowReader row, Treatment treatment) throws IOException, MalformedRowException {
        String given = row.parser().getText();
        String redacted = redactor.redact(given, treatment);
        if (redacted.equals(given)) {
            row.copyScalar(JsonToken.VALUE_STRING);
        } else {
            TextNotation.append(row.output(), redacted);
        }
    }
}
