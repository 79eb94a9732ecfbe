package io.kaizen.sync.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** An ingest server that dislikes some events, and remembers in which order it took the others. Thread-safe. */
final class PickyServer implements AutoCloseable {

    /** What it says of them. */
    static final String WORDS = "ts_ms lies in the future";

    /** More than any test sends. */
    private static final int POSTS = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedIngest server = ScriptedIngest.start();
    private final List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
    private final Set<Integer> disliked;
    private final int status;
    private final boolean hint;

    /**
     * Starts a server.
     *
     * @param disliked the {@code event_seq} of events that it refuses
     * @param status with which it does
     * @param hint whether it names the first of them
     */
    PickyServer(Set<Integer> disliked, int status, boolean hint) {
        this.disliked = new HashSet<>(disliked);
        this.status = status;
        this.hint = hint;
        server.reply(Collections.nCopies(POSTS, (Reply) this::answer).toArray(Reply[]::new));
    }

    String endpoint() {
        return server.endpoint();
    }

    int posts() {
        return server.requests().size();
    }

    /** The {@code event_seq} of all events that were accepted, in their order. */
    List<Integer> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(Wire wire) throws IOException {
        List<Integer> events = sequenceNumbers(wire.readRequest());
        int culprit = IntStream.range(0, events.size())
                .filter(index -> disliked.contains(events.get(index)))
                .findFirst()
                .orElse(-1);
        if (culprit < 0) {
            taken.addAll(events);
            wire.send(Answer.of(202).text());
        } else {
            String field = hint ? ",\"field\":\"events[" + culprit + "].ts_ms\"" : "";
            wire.send(Answer.of(status)
                    .withBody("{\"error\":\"" + WORDS + "\"" + field + "}")
                    .text());
        }
    }

    private static List<Integer> sequenceNumbers(ReceivedRequest request) {
        try {
            JsonNode events = JSON.readTree(request.unzippedBody()).get("events");
            return StreamSupport.stream(events.spliterator(), false)
                    .map(event -> event.get("event_seq").asInt())
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
