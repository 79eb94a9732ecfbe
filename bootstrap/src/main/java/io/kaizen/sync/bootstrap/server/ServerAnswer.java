package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** One answer as it goes out: status, headers beside the usual ones, JSON body or an empty one. */
record ServerAnswer(int status, Map<String, String> headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ServerAnswer empty(int status) {
        return new ServerAnswer(status, Map.of(), "");
    }

    static ServerAnswer json(int status, Map<String, ?> body) {
        try {
            return new ServerAnswer(status, Map.of(), JSON.writeValueAsString(body));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", broken);
        }
    }

    static ServerAnswer counts(int status, IngestLedger.Counts counts) {
        Map<String, Integer> body = new LinkedHashMap<>();
        body.put("received", counts.received());
        body.put("deduped", counts.deduped());
        return json(status, body);
    }

    static ServerAnswer failure(Misbehaviour.Failure failure) {
        ServerAnswer answer = error(failure.status(), "failing on purpose");
        OptionalLong seconds = failure.retryAfterSeconds();
        return seconds.isPresent() ? answer.with("Retry-After", Long.toString(seconds.getAsLong())) : answer;
    }

    static ServerAnswer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    /** An error that blames a part of the body. */
    static ServerAnswer fieldError(int status, String field, String message) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", message);
        body.put("field", field);
        return json(status, body);
    }

    /** This answer with one more header. */
    ServerAnswer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new ServerAnswer(status, all, body);
    }
}
