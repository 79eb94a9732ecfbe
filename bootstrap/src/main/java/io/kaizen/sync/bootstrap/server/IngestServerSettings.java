package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.secret.Secret;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How an ingest server is set up. Immutable; made by {@link #builder}.
 *
 * @param port TCP port on loopback, 0 for any free one
 * @param token what a client must show as bearer token; not empty
 * @param maxItems most rows per batch, more is answered 413; empty for no limit
 * @param maxBodyBytes most bytes of a body after decompression, more is answered 413
 * @param misbehaviour what goes wrong on purpose
 * @param stray what is sent that nobody has asked for; empty for nothing
 * @param rejections which rows are refused on purpose, the first that applies
 * @param overrides what {@code GET /v1/config} answers; 404 where empty
 * @param strict whether a row that breaks its kind's allowlist is refused, and not only what the server must read itself
 * @param dropExports whether exporters are answered as PostHog, Datadog and an OTLP receiver do when they throw data away; 404 otherwise
 * @param discard whether bodies are read and answered 202 without a look into them; for benchmarks of clients
 */
public record IngestServerSettings(
        int port,
        Secret token,
        OptionalInt maxItems,
        int maxBodyBytes,
        Misbehaviour misbehaviour,
        Optional<Stray> stray,
        List<Rejection> rejections,
        Map<String, BigDecimal> overrides,
        boolean strict,
        boolean dropExports,
        boolean discard) {

    /** Token of a server that was given none. Public on purpose: such a server is reached from this machine alone. */
    public static final String DEMO_TOKEN = "kaizen-demo-token";

    /** Bound of a body after decompression where no other is given: a bomb must not fill the memory. */
    public static final int DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;

    /** The keys that {@code GET /v1/config} may override. */
    public static final Set<String> OVERRIDABLE =
            Set.of("events_per_batch_max", "max_body_bytes", "flush_interval_ms", "sample_rate");

    public IngestServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port not in 0 to 65535: " + port);
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("the token is empty");
        }
        if (maxItems.orElse(1) < 1) {
            throw new IllegalArgumentException("max items must be at least 1: " + maxItems.getAsInt());
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("max body bytes must be at least 1: " + maxBodyBytes);
        }
        Objects.requireNonNull(misbehaviour, "misbehaviour");
        Objects.requireNonNull(stray, "stray");
        rejections = List.copyOf(rejections);
        overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
        for (String key : overrides.keySet()) {
            if (!OVERRIDABLE.contains(key)) {
                throw new IllegalArgumentException(
                        "cannot override '" + key + "', only " + String.join(", ", new TreeSet<>(OVERRIDABLE)));
            }
        }
    }

    /** A server on a free port that takes the demo token, has no limits but that of memory, and behaves. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; the record checks them in {@link #build}. Not thread-safe. */
    public static final class Builder {

        private int port;
        private Secret token = Secret.of(DEMO_TOKEN);
        private OptionalInt maxItems = OptionalInt.empty();
        private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private Misbehaviour misbehaviour = Misbehaviour.NONE;
        private Optional<Stray> stray = Optional.empty();
        private final List<Rejection> rejections = new ArrayList<>();
        private final Map<String, BigDecimal> overrides = new TreeMap<>();
        private boolean strict;
        private boolean dropExports;
        private boolean discard;

        private Builder() {}

        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        public Builder token(Secret newToken) {
            token = newToken;
            return this;
        }

        public Builder maxItems(int rows) {
            maxItems = OptionalInt.of(rows);
            return this;
        }

        public Builder maxBodyBytes(int bytes) {
            maxBodyBytes = bytes;
            return this;
        }

        public Builder misbehaviour(Misbehaviour newMisbehaviour) {
            misbehaviour = newMisbehaviour;
            return this;
        }

        /** Sends what nobody has asked for. */
        public Builder stray(Stray newStray) {
            stray = Optional.of(newStray);
            return this;
        }

        /** Adds one sort of rows that are refused. */
        public Builder reject(Rejection rejection) {
            rejections.add(rejection);
            return this;
        }

        /** Adds one key to what {@code GET /v1/config} answers. The value may be out of range: that is for the client to see. */
        public Builder override(String key, BigDecimal value) {
            overrides.put(key, value);
            return this;
        }

        public Builder strict(boolean on) {
            strict = on;
            return this;
        }

        public Builder dropExports(boolean on) {
            dropExports = on;
            return this;
        }

        public Builder discard(boolean on) {
            discard = on;
            return this;
        }

        /**
         * The settings collected so far.
         *
         * @throws IllegalArgumentException naming the first setting that is out of range
         */
        public IngestServerSettings build() {
            return new IngestServerSettings(
                    port,
                    token,
                    maxItems,
                    maxBodyBytes,
                    misbehaviour,
                    stray,
                    rejections,
                    overrides,
                    strict,
                    dropExports,
                    discard);
        }
    }
}
