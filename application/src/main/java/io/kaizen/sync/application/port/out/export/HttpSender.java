package io.kaizen.sync.application.port.out.export;

import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * POSTs to HTTP servers, each request once: it follows no redirect and sends nothing again. Has connections of its own, which no other
 * sender waits for; makes no thread and no connection before the first request. Thread-safe.
 */
public interface HttpSender extends AutoCloseable {

    /**
     * Sends {@code request}. An end without an answer is a result as well: nothing is thrown for what a network or server does.
     *
     * @param limit for all of it, from the look-up of the host to the last byte of the answer; not negative
     */
    Result post(Request request, Duration limit);

    /** Breaks off what is on the wire, and sends nothing any more. Closing twice does no harm. */
    @Override
    void close();

    /**
     * What to POST. Immutable, as long as nothing writes to {@code body}.
     *
     * @param uri absolute, http or https
     * @param headers besides those of content and client
     * @param body before compression; shared and not copied
     * @param gzip whether it travels compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // as large as a batch, and made for one request alone
    record Request(URI uri, String contentType, Map<String, Secret> headers, byte[] body, boolean gzip) {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
        private static final Pattern VALUE = Pattern.compile("[ -~]*");

        /** @throws IllegalArgumentException if a header's name or value cannot travel; the message does not show the value */
        public Request {
            Objects.requireNonNull(uri, "uri");
            Objects.requireNonNull(contentType, "contentType");
            headers = Map.copyOf(headers);
            Objects.requireNonNull(body, "body");
            headers.forEach(Request::requireSendable);
        }

        private static void requireSendable(String name, Secret value) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("this is no name of a header: " + name);
            }
            if (!VALUE.matcher(value.reveal()).matches()) {
                throw new IllegalArgumentException(
                        "the header " + name + " holds line breaks or letters that no header may hold");
            }
        }

        /** Without headers and body. */
        @Override
        public String toString() {
            return "Request[" + uri + ", bytes=" + body.length + "]";
        }
    }

    /** What came of a request. */
    sealed interface Result {}

    /**
     * The server has answered.
     *
     * @param status from 200 to 599
     * @param body empty where it breaks off or is longer than 64 KiB: the status stands whatever becomes of it
     * @param retryAfter how long the server asks to wait
     * @param location where a redirect points to; as the server wrote it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never kept
    record Answered(int status, byte[] body, Optional<Duration> retryAfter, Optional<String> location)
            implements Result {}

    /**
     * There is no answer. The request may have arrived all the same.
     *
     * @param reason in words; may hold text from outside, not yet fit to be shown
     */
    record Unanswered(String reason) implements Result {}
}
