package io.kaizen.sync.adapter.http.internal.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kaizen.sync.application.port.out.network.HttpProxy;
import io.kaizen.sync.domain.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * The way to servers through one HTTP proxy: the client connects to the proxy in place of the server, asks it for a tunnel before TLS
 * begins (RFC 9110, section 9.3.6), and names the whole URL where there is no TLS. The library's own support is not in its minimal client.
 * Immutable.
 */
final class ThroughProxy {

    /** The proxy wants credentials before it passes anything on. */
    static final class ProxyRefusalException extends IOException {

        private static final long serialVersionUID = 1L;

        private ProxyRefusalException(String message) {
            super(message);
        }
    }

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int LONGEST_HEAD_BYTES = 16 * 1024;
    private static final int LONGEST_SILENCE_MILLIS = 10_000;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b");

    private final HttpProxy proxy;

    ThroughProxy(HttpProxy proxy) {
        this.proxy = proxy;
    }

    /** Looks up the proxy, whatever the server is called: that name is the proxy's to look up. */
    DnsResolver names(DnsResolver dns) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String server) throws UnknownHostException {
                String host = proxy.host();
                boolean isIpv6 = host.startsWith("[");
                return dns.resolve(isIpv6 ? host.substring(1, host.length() - 1) : host);
            }

            @Override
            public String resolveCanonicalHostname(String server) {
                return server;
            }
        };
    }

    /** Gives the proxy's port, whatever the server's is. */
    SchemePortResolver ports() {
        return server -> proxy.port();
    }

    /** Asks for a tunnel to the server, and speaks {@code tls} through it. */
    TlsSocketStrategy tls(TlsSocketStrategy tls) {
        return (socket, server, port, attachment, context) -> {
            openTunnel(socket, server, port);
            return tls.upgrade(socket, server, port, attachment, context);
        };
    }

    /** Makes a request that travels without TLS one to the proxy. */
    void address(HttpUriRequestBase request) {
        if ("http".equalsIgnoreCase(request.getScheme())) {
            request.setAbsoluteRequestUri(true);
            proxy.authorization()
                    .map(Secret::reveal)
                    .ifPresent(credentials -> request.setHeader("Proxy-Authorization", credentials));
        }
    }

    private void openTunnel(Socket socket, String server, int port) throws IOException {
        String target = (server.contains(":") && !server.startsWith("[") ? "[" + server + "]" : server) + ":"
                + (port < 0 ? 443 : port);
        StringBuilder head = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
        proxy.authorization()
                .map(Secret::reveal)
                .ifPresent(credentials ->
                        head.append("Proxy-Authorization: ").append(credentials).append("\r\n"));
        int usual = socket.getSoTimeout();
        socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        Matcher status = STATUS_LINE.matcher(readHead(socket));
        if (!status.lookingAt()) {
            throw new IOException("the proxy " + proxy.address() + " does not answer in HTTP");
        }
        if (status.group(1).charAt(0) != '2') {
            int code = Integer.parseInt(status.group(1));
            String words = refusal(code) + " when asked for " + target;
            throw isRefusal(code) ? new ProxyRefusalException(words) : new IOException(words);
        }
        socket.setSoTimeout(usual);
    }

    /** Byte by byte: what follows belongs to TLS. */
    private String readHead(Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0 || head.size() == LONGEST_HEAD_BYTES) {
                throw new IOException("the proxy " + proxy.address() + " breaks off its answer");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    /** Whether it is the proxy that has answered {@code status}, and no server behind it. */
    static boolean isRefusal(int status) {
        return status == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** What the proxy's refusal means. */
    String refusal(int status) {
        String advice = status == PROXY_AUTHENTICATION_REQUIRED
                ? " (it wants a user and a password, or other ones: http://user:password@" + proxy.address() + ")"
                : "";
        return "the proxy " + proxy.address() + " answers " + status + advice;
    }

    /** A failure to connect, told with the machine that it was. */
    String words(String failure) {
        return "through the proxy " + proxy.address() + ": " + failure;
    }
}
