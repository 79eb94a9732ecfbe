package com.example.outbox;

import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A real HTTP server that accepts whatever comes, and lets a test wait for it. */
final class OneServer implements AutoCloseable {

    private static final int MOST_REQUESTS = 100;

    private final Semaphore requests = new Semaphore(0);
    private final ScriptedIngest server;

    OneServer() throws IOException {
        server = ScriptedIngest.start();
        Reply[] replies = new Reply[MOST_REQUESTS];
        Arrays.fill(replies, (Reply) this::accept);
        server.reply(replies);
    }

    /** Says this when it is asked for configuration; without it, it has none. */
    void configuration(String json) {
        server.replyToGet(Answer.of(200).withBody(json));
    }

    private void accept(Wire wire) throws IOException {
        requests.release();
        Answer.of(202).play(wire);
    }

    String endpoint() {
        return server.endpoint();
    }

    boolean awaitRequest() throws InterruptedException {
        return requests.tryAcquire(30, TimeUnit.SECONDS);
    }

    ReceivedRequest onlyRequest() {
        if (server.requests().size() != 1) {
            throw new AssertionError("not one request: " + server.requests());
        }
        return server.requests().get(0);
    }

    int requests() {
        return server.requests().size();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
