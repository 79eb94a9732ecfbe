package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldRule.Presence;
import io.kaizen.sync.domain.kind.RowSchema;
import java.io.IOException;
import java.util.List;

/**
 * Checks an object by walking it and its allowlist side by side: both have the same order, so a field that is listed but not
 * to come any more is given twice or out of place.
 */
final class ObjectCheck implements ValueCheck {

    private final List<FieldRule> rules;
    private final List<ValueCheck> checks;

    ObjectCheck(RowSchema schema, ValueCheck.OfType types) {
        rules = schema.fields();
        checks = rules.stream().map(rule -> rule.type().fold(types)).toList();
    }

    @Override
    public void check(JsonParser json, String place) throws IOException, RequestRefused {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw RequestRefused.ofField(place, "not an object");
        }
        int next = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            int found = find(json.currentName(), next, place);
            requireOmittable(next, found, place);
            json.nextToken();
            checkField(found, json, place);
            next = found + 1;
        }
        requireOmittable(next, rules.size(), place);
    }

    private int find(String name, int from, String place) throws RequestRefused {
        for (int i = from; i < rules.size(); i++) {
            if (rules.get(i).name().equals(name)) {
                return i;
            }
        }
        boolean listed = rules.stream().anyMatch(rule -> rule.name().equals(name));
        throw listed
                ? RequestRefused.ofField(within(place, name), "given twice or out of order")
                : RequestRefused.ofField(place, "has a field that the contract does not list");
    }

    private void checkField(int index, JsonParser json, String place) throws IOException, RequestRefused {
        FieldRule rule = rules.get(index);
        boolean isNull = json.currentToken() == JsonToken.VALUE_NULL;
        if (isNull && rule.presence() == Presence.NULL_WHEN_ABSENT) {
            return;
        }
        checks.get(index).check(json, within(place, rule.name()));
    }

    /** In a body only that may be missing which the contract leaves out; the other optional fields are there, as null. */
    private void requireOmittable(int from, int to, String place) throws RequestRefused {
        for (FieldRule rule : rules.subList(from, to)) {
            if (rule.presence() != Presence.OMITTED_WHEN_ABSENT) {
                throw RequestRefused.ofField(within(place, rule.name()), "missing");
            }
        }
    }

    private static String within(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
