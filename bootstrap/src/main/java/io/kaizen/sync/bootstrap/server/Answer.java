package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** One answer as it goes out: status, headers beside the usual ones, JSON body or an empty one. */
record Answer(int status, Map<String, String> headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer empty(int status) {
        return new Answer(status, Map.of(), "");
    }

    static Answer json(int status, Map<String, ?> body) {
        try {
            return new Answer(status, Map.of(), JSON.writeValueAsString(body));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", broken);
        }
    }

    static Answer counts(int status, IngestLedger.Counts counts) {
        Map<String, Integer> body = new LinkedHashMap<>();
        body.put("received", counts.received());
        body.put("deduped", counts.deduped());
        return json(status, body);
    }

    static Answer failure(Misbehaviour.Failure failure) {
        Answer answer = error(failure.status(), "failing on purpose");
        OptionalLong seconds = failure.retryAfterSeconds();
        return seconds.isPresent() ? answer.with("Retry-After", Long.toString(seconds.getAsLong())) : answer;
    }

    static Answer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    /** An error that blames a part of the body. */
    static Answer fieldError(int status, String field, String message) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", message);
        body.put("field", field);
        return json(status, body);
    }

    /** This answer with one more header. */
    Answer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }
}
