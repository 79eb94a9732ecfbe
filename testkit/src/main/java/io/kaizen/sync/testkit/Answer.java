package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A well-formed answer, which keeps the connection open. Immutable. */
public final class Answer implements Reply {

    private final int status;
    private final List<String> headerLines;
    private final String body;

    private Answer(int status, List<String> headerLines, String body) {
        this.status = status;
        this.headerLines = List.copyOf(headerLines);
        this.body = body;
    }

    /** An answer of that status, without a body. */
    public static Answer of(int status) {
        return new Answer(status, List.of(), "");
    }

    /** The same with {@code text} as its body. */
    public Answer withBody(String text) {
        return new Answer(status, headerLines, text);
    }

    /** The same answer with one more header, also of a name it has already. */
    public Answer withHeader(String name, String value) {
        List<String> more = new ArrayList<>(headerLines);
        more.add(name + ": " + value);
        return new Answer(status, more, body);
    }

    @Override
    public void play(Wire wire) throws IOException {
        play(wire, "");
    }

    /** The same with {@code more} behind it, all at once: bytes beyond its length, or a second answer. */
    public Reply with(String more) {
        return wire -> play(wire, more);
    }

    private void play(Wire wire, String more) throws IOException {
        ReceivedRequest request = wire.readRequest();
        if (status / 100 == 2) {
            wire.store(request);
        }
        wire.send(text() + more);
    }

    /** All of the answer, as it goes over the wire. */
    public String text() {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        headerLines.forEach(line -> text.append(line).append("\r\n"));
        if (status != 204 && status != 304) {
            text.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    @Override
    public String toString() {
        return status + " " + headerLines + " " + body.substring(0, Math.min(body.length(), 60));
    }
}
