package io.kaizen.sync.bootstrap.server;

import com.sun.net.httpserver.Headers;
import io.kaizen.sync.bootstrap.server.IngestLedger.Receipt;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes in one POSTed batch: check, decompress, read, store, and say what to answer. Only a stored batch's key is remembered.
 * This class is thread-safe.
 */
final class BatchIntake {

    private final AtomicLong posts = new AtomicLong();
    private final IngestServerSettings settings;
    private final BearerToken token;
    private final IngestLedger ledger;
    private final IngestListener listener;

    BatchIntake(IngestServerSettings settings, IngestLedger ledger, IngestListener listener) {
        this.settings = settings;
        this.token = new BearerToken(settings.token());
        this.ledger = ledger;
        this.listener = listener;
    }

    /**
     * What to answer to a POST on the route of {@code spec}; empty where the connection is to be closed without an answer.
     *
     * @throws RequestRefused 401 without the token: such a POST is not counted
     * @throws IOException where the body cannot be read
     */
    Optional<ServerAnswer> post(KindSpec spec, Headers headers, InputStream body) throws IOException, RequestRefused {
        token.check(headers);
        long number = posts.incrementAndGet();
        Optional<Misbehaviour.Failure> failure = settings.misbehaviour().failureOf(number);
        if (failure.isPresent()) {
            return failure.map(ServerAnswer::failure);
        }
        ServerAnswer answer = takeIn(spec, headers, body);
        if (settings.misbehaviour().drops(number)) {
            ledger.countDropped();
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    private ServerAnswer takeIn(KindSpec spec, Headers headers, InputStream body) throws IOException {
        if (settings.discard()) {
            ledger.countDiscarded(body.transferTo(OutputStream.nullOutputStream()));
            return ServerAnswer.empty(202);
        }
        try {
            return store(read(spec, headers, body));
        } catch (RequestRefused refusal) {
            return refusal.answer();
        }
    }

    private ReceivedBatch read(KindSpec spec, Headers headers, InputStream body) throws IOException, RequestRefused {
        UUID key = BatchHeaders.check(headers);
        byte[] json = GzipBodyReader.decode(body, settings.maxBodyBytes());
        List<Fingerprint> rows = BatchReader.read(spec, settings.maxItems(), json);
        for (Rejection rejection : settings.rejections()) {
            rejection.check(spec, json);
        }
        if (settings.strict()) {
            Allowlist.check(spec, json);
        }
        return new ReceivedBatch(
                spec.kind(), key, fingerprint(spec, json), rows, spec.kind().equals(BatchKind.EVENTS));
    }

    /** Of the route too: the same rows on another route are another batch. */
    private static Fingerprint fingerprint(KindSpec spec, byte[] json) {
        MessageDigest sha256 = Fingerprint.newSha256();
        sha256.update(spec.arrayName().getBytes(StandardCharsets.UTF_8));
        sha256.update(json);
        return Fingerprint.of(sha256);
    }

    private ServerAnswer store(ReceivedBatch batch) {
        Receipt receipt = ledger.store(batch);
        if (receipt instanceof Receipt.Stored stored) {
            listener.stored(stored.batch());
        }
        return receipt.toAnswer();
    }
}
