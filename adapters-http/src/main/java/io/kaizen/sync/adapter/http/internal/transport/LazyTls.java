package io.kaizen.sync.adapter.http.internal.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the JDK has it by default, certificates and host names checked, made ready at the first connection that wants it: to
 * load the trust store costs a tenth of a second. Thread-safe.
 */
final class LazyTls implements TlsSocketStrategy {

    private static final String SILENCE =
            "no answer to the handshake; the server does not speak TLS, or is busy: is it an http:// endpoint?";

    private final Callable<SSLContext> source;
    private @Nullable TlsSocketStrategy ready;

    /** @param source asked once */
    LazyTls(Callable<SSLContext> source) {
        this.source = source;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        try {
            return strategy().upgrade(socket, target, port, attachment, context);
        } catch (SocketTimeoutException silence) {
            // A server of plain HTTP may take the greeting for the beginning of a request line, and wait for its end.
            throw new SSLException(SILENCE, silence);
        }
    }

    private synchronized TlsSocketStrategy strategy() throws SSLException {
        TlsSocketStrategy strategy = ready;
        if (strategy == null) {
            strategy = new DefaultClientTlsStrategy(context());
            ready = strategy;
        }
        return strategy;
    }

    private SSLContext context() throws SSLException {
        try {
            return source.call();
        } catch (GeneralSecurityException unusable) {
            throw new SSLException("the platform's trust store cannot be used", unusable);
        } catch (RuntimeException broken) {
            throw broken;
        } catch (Exception broken) {
            throw new SSLException("TLS is not available", broken);
        }
    }
}
