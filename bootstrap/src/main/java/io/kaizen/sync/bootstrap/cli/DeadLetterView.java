package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.MaskedJson;
import io.kaizen.sync.bootstrap.console.ServerMessage;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.domain.poison.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to show one dead letter.
 *
 * @param payload its first {@link #MAX_PAYLOAD_BYTES} bytes; all of them where there are no more
 * @param reveal whether the payload is shown as it is, and not masked
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
record DeadLetterView(DeadLetter letter, byte[] payload, boolean reveal) {

    /** So much of a payload is shown. */
    static final int MAX_PAYLOAD_BYTES = 64 * 1024;

    /** Longest text in a cell or in the middle of a sentence, in characters. */
    private static final int MAX_CELL = 80;

    DeadLetterView {
        Objects.requireNonNull(letter, "letter");
        Objects.requireNonNull(payload, "payload");
    }

    /** What a list says of it: the object of the contract. */
    static Map<String, @Nullable Object> summary(DeadLetter letter) {
        Refusal refusal = letter.refusal();
        Map<String, @Nullable Object> object = Json.object();
        object.put("id", refusal.row().value());
        object.put("kind", letter.kind().name());
        object.put("owner", letter.owner().value());
        object.put("reason", refusal.reason().code());
        object.put("message", ServerMessage.in(refusal.message()));
        object.put("attempts", refusal.attempts());
        object.put("dead_since_ms", letter.deadSince().toEpochMilli());
        return object;
    }

    /** Text of others, for a terminal, where there is not much room. */
    static String shorten(String text) {
        String line = TextGuard.oneLine(text);
        return line.length() <= MAX_CELL ? line : line.substring(0, MAX_CELL - 3) + "...";
    }

    Object json() {
        Map<String, @Nullable Object> object = summary(letter);
        if (!ServerMessage.in(letter.refusal().message())
                .equals(letter.refusal().message())) {
            object.put("server_words", letter.refusal().message());
        }
        object.put("payload_bytes", letter.payloadBytes());
        object.put("payload_cut", isCut());
        object.put(reveal ? "payload" : "payload_masked", reveal ? new String(payload, UTF_8) : masked());
        return object;
    }

    List<String> text() {
        Refusal refusal = letter.refusal();
        List<String> lines = new ArrayList<>();
        lines.add("row         " + refusal.row());
        lines.add("kind        " + TextGuard.oneLine(letter.kind().name()));
        lines.add("owner       " + TextGuard.oneLine(letter.owner().value()));
        lines.add("reason      " + refusal.reason().code());
        String message = ServerMessage.in(refusal.message());
        lines.add("message     " + TextGuard.oneLine(message));
        if (!message.equals(refusal.message())) {
            lines.add("server      " + TextGuard.oneLine(refusal.message()));
        }
        lines.add("attempts    " + refusal.attempts());
        lines.add("dead since  " + letter.deadSince());
        lines.add("payload     " + letter.payloadBytes() + " bytes" + (isCut() ? ", cut after " + payload.length : "")
                + (reveal ? "" : "; masked, --reveal shows it as it is"));
        lines.add("");
        lines.add(reveal ? TextGuard.visible(new String(payload, UTF_8)) : masked());
        return lines;
    }

    private String masked() {
        return MaskedJson.of(payload, isCut());
    }

    private boolean isCut() {
        return payload.length < letter.payloadBytes();
    }
}
