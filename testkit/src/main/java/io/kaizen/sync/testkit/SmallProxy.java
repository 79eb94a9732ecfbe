package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on loopback: {@code CONNECT}, and requests that name the whole URL, each connection to one server. Close it after use.
 * Thread-safe.
 */
public final class SmallProxy implements AutoCloseable {

    private final ServerSocket entrance;
    private final String authorization;
    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();

    private SmallProxy(ServerSocket entrance, String authorization) {
        this.entrance = entrance;
        this.authorization = authorization;
    }

    /** A proxy that serves everybody. */
    public static SmallProxy open() {
        return withAuthorization("");
    }

    /** A proxy that answers 407 to whoever does not send {@code authorization} as {@code Proxy-Authorization}. */
    public static SmallProxy withAuthorization(String authorization) {
        try {
            SmallProxy proxy = new SmallProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), authorization);
            startDaemon(proxy::acceptAll);
            return proxy;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Host and port. */
    public String address() {
        return entrance.getInetAddress().getHostAddress() + ":" + entrance.getLocalPort();
    }

    /** The first lines of the heads that came so far, one for each connection. */
    public List<String> requestLines() {
        return List.copyOf(requestLines);
    }

    @Override
    public void close() {
        closeQuietly(entrance);
        sockets.forEach(SmallProxy::closeQuietly);
    }

    private void acceptAll() {
        try {
            while (!entrance.isClosed()) {
                Socket client = entrance.accept();
                sockets.add(client);
                startDaemon(() -> serve(client));
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = readHead(client.getInputStream());
            String[] line = head.substring(0, head.indexOf("\r\n")).split(" ", 3);
            requestLines.add(String.join(" ", line));
            if (!authorization.isEmpty() && !head.contains("\r\nProxy-Authorization: " + authorization + "\r\n")) {
                send(client, "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
                return;
            }
            boolean isTunnel = line[0].equals("CONNECT");
            URI target = URI.create(isTunnel ? "tunnel://" + line[1] : line[1]);
            Socket server = new Socket(target.getHost(), target.getPort());
            sockets.add(server);
            send(isTunnel ? client : server, isTunnel ? "HTTP/1.1 200 Open\r\n\r\n" : inOriginForm(head, target));
            startDaemon(() -> carry(server, client));
            carry(client, server);
        } catch (IOException gone) {
            closeQuietly(client);
        }
    }

    private static String inOriginForm(String head, URI target) {
        return head.replaceFirst(" http://\\S+ ", " " + target.getRawPath() + " ")
                .replaceFirst("\r\nProxy-Authorization: [^\r]*", "");
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client closed within the head");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private static void send(Socket to, String text) throws IOException {
        to.setTcpNoDelay(true);
        to.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            closeQuietly(to);
        }
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "small-proxy");
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
