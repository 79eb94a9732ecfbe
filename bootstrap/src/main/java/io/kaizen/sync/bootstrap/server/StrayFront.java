package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a server that keeps to HTTP, and does not: the JDK's server lets nobody write beyond the end of an answer. Passes each
 * request on over a connection of its own, and answers on one that is kept. Thread-safe.
 */
final class StrayFront implements AutoCloseable {

    /** How long a connection is idle before a late answer comes. */
    private static final int IDLE_MILLIS = 100;

    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MISSING_BYTES = 1_000;
    private static final Pattern LENGTH = Pattern.compile("(?im)^(content-length:[ \\t]*)(\\d{1,9})");

    private final ServerSocket entrance;
    private final int server;
    private final Stray stray;
    private final AtomicLong posts = new AtomicLong();
    private final Collection<Socket> clients = new ConcurrentLinkedQueue<>();

    private StrayFront(ServerSocket entrance, int server, Stray stray) {
        this.entrance = entrance;
        this.server = server;
        this.stray = stray;
    }

    /**
     * Takes requests from now on.
     *
     * @param address where to listen
     * @param server port of the server behind, at the same address
     * @throws IOException where the port cannot be had
     */
    static StrayFront start(InetSocketAddress address, int server, Stray stray) throws IOException {
        StrayFront front = new StrayFront(new ServerSocket(address.getPort(), 0, address.getAddress()), server, stray);
        startDaemon(front::acceptAll);
        return front;
    }

    int port() {
        return entrance.getLocalPort();
    }

    @Override
    public void close() {
        closeQuietly(entrance);
        clients.forEach(StrayFront::closeQuietly);
    }

    private static void closeQuietly(Closeable connection) {
        try {
            connection.close();
        } catch (IOException gone) {
            // Whatever it was, it is closed.
        }
    }

    private void acceptAll() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                clients.add(client);
                startDaemon(() -> serve(client));
            } catch (IOException closedOrNoDescriptorLeft) {
                // The loop looks whether it goes on.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            byte[] late = null;
            while (true) {
                byte[] request = readRequest(client, late);
                byte[] answer = ask(request);
                if (answer.length == 0) {
                    return; // The server behind has hung up, and so do we.
                }
                boolean isDue = startsWith(request, "POST ") && stray.isDue(posts.incrementAndGet());
                late = isDue && stray.manner() == Stray.Manner.LATE ? answer : null;
                client.getOutputStream().write(isDue ? misanswer(answer) : answer);
            }
        } catch (IOException over) {
            // The client is gone, or this is closed.
        } finally {
            clients.remove(client);
        }
    }

    private byte[] misanswer(byte[] answer) {
        String text = new String(answer, ISO_8859_1);
        return switch (stray.manner()) {
            case TWICE -> (text + text).getBytes(ISO_8859_1);
            case LATE -> answer;
            case LONG -> (text + "{\"left\":\"over\"}").getBytes(ISO_8859_1);
            case ENDLESS -> announcingMore(text).getBytes(ISO_8859_1);
        };
    }

    private static String announcingMore(String answer) {
        Matcher length = LENGTH.matcher(answer);
        return length.find()
                ? length.replaceFirst(length.group(1) + (Integer.parseInt(length.group(2)) + MISSING_BYTES))
                : answer;
    }

    /** Reads a request with its body. While none comes for a moment, the late answer goes out. */
    private static byte[] readRequest(Socket client, byte @Nullable [] late) throws IOException {
        InputStream in = client.getInputStream();
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        int first = late == null ? in.read() : readOrSend(client, late);
        for (int read = first; ; read = in.read()) {
            if (read < 0 || request.size() > MAX_HEAD_BYTES) {
                throw new EOFException();
            }
            request.write(read);
            if (read == '\n' && request.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        Matcher length = LENGTH.matcher(request.toString(ISO_8859_1));
        if (length.find()) {
            request.write(in.readNBytes(Integer.parseInt(length.group(2))));
        }
        return request.toByteArray();
    }

    private static int readOrSend(Socket client, byte[] late) throws IOException {
        try {
            client.setSoTimeout(IDLE_MILLIS);
            return client.getInputStream().read();
        } catch (SocketTimeoutException idle) {
            client.getOutputStream().write(late);
        } finally {
            client.setSoTimeout(0);
        }
        return client.getInputStream().read();
    }

    /** What the server behind answers, for a connection that is kept; empty if it hangs up. */
    private byte[] ask(byte[] request) throws IOException {
        String text = new String(request, ISO_8859_1);
        int line = text.indexOf('\n') + 1;
        try (Socket behind = new Socket(entrance.getInetAddress(), server)) {
            OutputStream out = behind.getOutputStream();
            out.write((text.substring(0, line) + "Connection: close\r\n").getBytes(ISO_8859_1));
            out.write(request, line, request.length - line);
            String answer = new String(behind.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.replaceFirst("(?i)\r\nconnection: *close", "").getBytes(ISO_8859_1);
        }
    }

    private static boolean startsWith(byte[] bytes, String text) {
        return new String(bytes, 0, Math.min(bytes.length, text.length()), ISO_8859_1)
                .toUpperCase(Locale.ROOT)
                .equals(text);
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "ingest-server-front");
        thread.setDaemon(true);
        thread.start();
    }
}
