package io.kaizen.sync.testkit;

import java.io.IOException;

/** What {@link ScriptedIngest} does when a request comes in. */
@FunctionalInterface
public interface Reply {

    /** Called as soon as the request's first byte is there; has to read the request itself. The connection stays open after. */
    void play(Wire wire) throws IOException;

    /** Reads the request and answers. */
    static Answer answer(int status) {
        return Answer.of(status);
    }

    /** Reads the request and answers with {@code body}. */
    static Answer answer(int status, String body) {
        return Answer.of(status).withBody(body);
    }

    /** Reads the request, sends {@code text}, whatever it is, and closes. */
    static Reply raw(String text) {
        return wire -> {
            wire.readRequest();
            wire.send(text);
            wire.close();
        };
    }

    /** Reads the request and closes without a word. */
    static Reply silence() {
        return raw("");
    }

    /** Reads the request and resets the connection. */
    static Reply reset() {
        return wire -> {
            wire.readRequest();
            wire.reset();
        };
    }

    /** Sends {@code text} as soon as the request's head is there, and reads the body then. */
    static Reply early(String text) {
        return wire -> {
            ReceivedRequest head = wire.readHead();
            wire.send(text);
            wire.readBodyOf(head);
        };
    }

    /** Reads the request, sends {@code text} and then nothing any more, until the client gives up. */
    static Reply stallAfter(String text) {
        return wire -> {
            wire.readRequest();
            wire.send(text);
            wire.awaitClose();
        };
    }
}
