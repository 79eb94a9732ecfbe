package io.kaizen.sync.adapter.http.row.internal.parse;

import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import java.io.IOException;

/** What a value must be, and how it is written. Immutable. */
public interface ValueRule {

    /**
     * Checks the value at which {@code row}'s parser stands and appends it to the row's output. Leaves the parser on the value's
     * last token.
     *
     * @throws MalformedRowException if the value breaks the rule
     * @throws IOException if the text is not JSON
     */
    void encode(JsonRowReader row) throws IOException, MalformedRowException;

    /** Whether null is a value like others, and not the absence of one. */
    default boolean takesNull() {
        return false;
    }
}
