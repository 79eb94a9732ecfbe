package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A server on loopback, over real TCP, that plays a script: one {@link Reply} for each POST, in order, and then 202 for ever. GETs
 * have a script of their own, and then 404 for ever, as with a server that overrides no configuration. Close it after use.
 * Thread-safe.
 */
public final class ScriptedIngest implements AutoCloseable {

    private static final Answer UNSCRIPTED = Reply.answer(202);
    private static final Answer UNSCRIPTED_GET = Reply.answer(404);

    private final ServerSocket server;
    private final String endpoint;
    private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
    private final Queue<Reply> getScript = new ConcurrentLinkedQueue<>();
    private final Queue<String> greetings = new ConcurrentLinkedQueue<>();
    private final List<ReceivedRequest> stored = new CopyOnWriteArrayList<>();
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<ReceivedRequest> gets = new CopyOnWriteArrayList<>();
    private final Collection<Socket> connections = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ScriptedIngest(ServerSocket server, String scheme) {
        this.server = server;
        this.endpoint =
                scheme + "://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** Starts a server on a free port. */
    public static ScriptedIngest start() {
        try {
            return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Starts a server on {@code socket}, which it closes in the end: one that speaks TLS, say. */
    public static ScriptedIngest start(ServerSocket socket, String scheme) {
        ScriptedIngest ingest = new ScriptedIngest(socket, scheme);
        startDaemon("scripted-ingest-accept", ingest::acceptAll);
        return ingest;
    }

    /** Adds to the script. */
    public ScriptedIngest reply(Reply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    /** Adds to the script for GETs. */
    public ScriptedIngest replyToGet(Reply... replies) {
        getScript.addAll(List.of(replies));
        return this;
    }

    /** Makes the next connection begin with {@code text}, before anything is asked. */
    public ScriptedIngest greet(String text) {
        greetings.add(text);
        return this;
    }

    /** Sends {@code text} on every connection that is open, unasked. It lies in the clients' sockets when this returns. */
    public void sendUnasked(String text) {
        for (Socket connection : connections) {
            try {
                if (!connection.isClosed()) {
                    connection.getOutputStream().write(text.getBytes(UTF_8));
                }
            } catch (IOException gone) {
                closeQuietly(connection);
            }
        }
    }

    /** Base URL, without a slash at its end. */
    public String endpoint() {
        return endpoint;
    }

    /** The requests so far, in the order in which they were read, but for GETs. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The requests so far that this server has taken: the ledger that a client's own must agree with. */
    public List<ReceivedRequest> stored() {
        return List.copyOf(stored);
    }

    /** The GETs so far, in the order in which they were read. */
    public List<ReceivedRequest> gets() {
        return List.copyOf(gets);
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.size();
    }

    /** Closes all connections; what a reply waits for ends. */
    @Override
    public void close() {
        closed.countDown();
        closeQuietly(server);
        connections.forEach(ScriptedIngest::closeQuietly);
    }

    private void acceptAll() {
        try {
            while (closed.getCount() > 0) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true); // or what is sent unasked waits for an acknowledgement
                connections.add(connection);
                startDaemon("scripted-ingest", () -> serve(connection));
            }
        } catch (IOException socketClosed) {
            close();
        }
    }

    /** Weather is what this server makes; that a connection breaks under it is part of the play. */
    private void serve(Socket connection) {
        try (connection) {
            Wire wire = new Wire(connection, this::keep, stored::add, closed);
            String greeting = greetings.poll();
            if (greeting != null) {
                wire.send(greeting);
            }
            for (int first = wire.awaitRequest(); first >= 0; first = wire.awaitRequest()) {
                next(first == 'G').play(wire);
            }
        } catch (IOException gone) {
            closeQuietly(connection);
        }
    }

    private Reply next(boolean isGet) {
        Reply reply = (isGet ? getScript : script).poll();
        return reply != null ? reply : isGet ? UNSCRIPTED_GET : UNSCRIPTED;
    }

    private void keep(ReceivedRequest request) {
        (request.method().equals("GET") ? gets : requests).add(request);
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception broken) {
            throw new IllegalStateException("a socket could not be closed", broken);
        }
    }
}
