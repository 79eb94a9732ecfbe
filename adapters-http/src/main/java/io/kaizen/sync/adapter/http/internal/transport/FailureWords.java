package io.kaizen.sync.adapter.http.internal.transport;

import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;

/**
 * Says in plain words why there was no answer. What the network stack says of names and connections is plain enough; what it says
 * of certificates is not.
 */
final class FailureWords {

    /** Causes may form a ring. */
    private static final int DEEPEST_CAUSE = 20;

    /** How the JDK says that the first bytes of the answer are no record of TLS. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    /** Of a server that was found to speak plain HTTP. */
    static final String IN_THE_CLEAR = "the server does not speak TLS; is it an http:// endpoint?";

    private FailureWords() {}

    /** Never empty; not yet fit to be shown. */
    static String of(Exception failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure instanceof CancellationException) {
            return "interrupted";
        }
        if (failure instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        if (failure instanceof SSLException) {
            return "TLS: "
                    + (message.contains(NO_TLS)
                            ? IN_THE_CLEAR
                            : ofCertificate(failure).orElse(message));
        }
        return message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }

    private static Optional<String> ofCertificate(Exception failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("the server's certificate has expired, or the clock of this machine is wrong");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of("the server's certificate is not valid yet, or the clock of this machine is wrong");
            }
            if (cause instanceof CertPathBuilderException) {
                return Optional.of("the server's certificate was issued by nobody that this Java trusts;"
                        + " put the issuer into its trust store (javax.net.ssl.trustStore)");
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
