package io.kaizen.sync.bootstrap.server;

import static io.kaizen.sync.domain.kind.FieldRule.Presence.OMITTED_WHEN_ABSENT;
import static io.kaizen.sync.domain.kind.FieldRule.Presence.REQUIRED;
import static io.kaizen.sync.domain.kind.FieldType.Scalar.STRING;

import com.fasterxml.jackson.core.JsonParser;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.RowSchema;
import java.io.IOException;
import java.util.List;

/**
 * Checks a whole body against the tables of the contract: that it has every field it must have, of the right
 * type and in the right order, and nothing else. What a strict server does after {@link BatchReader}.
 */
final class Allowlist {

    private Allowlist() {}

    /**
     * Reads all of {@code body}.
     *
     * @throws RequestRefused 400 naming the first field that breaks a rule
     * @throws IllegalArgumentException if {@code body} is no JSON: {@link BatchReader} has to see it first
     */
    static void check(KindSpec spec, byte[] body) throws RequestRefused {
        try (JsonParser json = BatchReader.JSON.createParser(body)) {
            json.nextToken();
            bodyType(spec).fold(new ValueCheck.OfType()).check(json, "");
        } catch (IOException broken) {
            throw new IllegalArgumentException("not JSON", broken);
        }
    }

    private static FieldType bodyType(KindSpec spec) {
        ArrayOf rows = new ArrayOf(spec.row());
        FieldRule array = new FieldRule(spec.arrayName(), rows, REQUIRED);
        if (!spec.enveloped()) {
            return new Nested(new RowSchema(List.of(array)));
        }
        return new Nested(new RowSchema(List.of(
                new FieldRule("team_id", STRING, REQUIRED),
                new FieldRule("workspace_hash", STRING, REQUIRED),
                new FieldRule("project_name", STRING, OMITTED_WHEN_ABSENT),
                array)));
    }
}
