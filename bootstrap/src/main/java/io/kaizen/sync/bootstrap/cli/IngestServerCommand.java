package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.console.ResultStream;
import io.kaizen.sync.bootstrap.server.IngestLedger;
import io.kaizen.sync.bootstrap.server.IngestListener;
import io.kaizen.sync.bootstrap.server.IngestReport;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.bootstrap.server.NdjsonReport;
import io.kaizen.sync.bootstrap.server.Rejection;
import io.kaizen.sync.bootstrap.server.Stray;
import io.kaizen.sync.bootstrap.server.TextReport;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code kaizen-sync ingest-server}: the contract's server side alone, until SIGTERM or SIGINT. Honours {@code --json} and
 * {@code -q} where the command above it has them as inherited options.
 */
@Command(
        name = "ingest-server",
        description = {
            "Runs the contract's ingest server on this machine, for trying and testing.",
            "Prints its URL on the first line, then one line per stored batch, and a table when it is stopped."
        })
final class IngestServerCommand implements Callable<Integer> {

    private static final String TOKEN_VARIABLE = "KAIZEN_SYNC_TEAM_TOKEN";
    private static final int MAX_BODY_BYTES = 1 << 30;
    private static final long MAX_DELAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Map<String, String> environment;
    private final ResultStream results;
    private final CountDownLatch stop;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", paramLabel = "P", description = "TCP port on 127.0.0.1; 0 = any free one (default).")
    private int port;

    @Option(
            names = "--token",
            paramLabel = "T",
            description = "Bearer token to ask for (default: $" + TOKEN_VARIABLE + ", else '"
                    + IngestServerSettings.DEMO_TOKEN + "').")
    private @Nullable String token;

    @Option(names = "--max-items", paramLabel = "N", description = "Answer 413 to a batch of more than N rows.")
    private @Nullable Integer maxItems;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "Answer 413 to a body of more than N bytes before compression (default: 64 MiB).")
    private @Nullable Integer maxBytes;

    @ArgGroup(exclusive = false)
    private @Nullable FailOptions failing;

    @Option(
            names = "--drop-every",
            paramLabel = "N",
            description = "Store every Nth POST and close the connection without an answer.")
    private @Nullable Integer dropEvery;

    @Option(names = "--delay-ms", paramLabel = "N", description = "Hold every answer back for N ms, after storing.")
    private long delayMillis;

    @ArgGroup(exclusive = false)
    private @Nullable StrayOptions straying;

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<RejectOptions> rejecting = new ArrayList<>();

    @Option(
            names = "--override",
            paramLabel = "KEY=NUMBER",
            converter = {OverrideKey.class, OverrideNumber.class},
            description = "What GET /v1/config answers (404 without): events_per_batch_max, max_body_bytes,"
                    + " flush_interval_ms, sample_rate; repeatable.")
    private Map<String, BigDecimal> overrides = new TreeMap<>();

    @Option(names = "--strict", description = "Refuse rows that break the allowlist of their kind, too.")
    private boolean strict;

    @Option(
            names = "--drop-exports",
            description =
                    "Answer exporters as PostHog (/batch/), Datadog (/api/v2/logs) and OTLP (/otlp/v1/...) do when"
                            + " they throw data away.")
    private boolean dropExports;

    @Option(names = "--discard", description = "Answer 202 without looking into the body: for benchmarks of clients.")
    private boolean discard;

    /** Only together: a status or a wait makes no sense for a server that never fails. */
    static final class FailOptions {

        @Option(
                names = "--fail-every",
                required = true,
                paramLabel = "N",
                description = "Refuse every Nth POST without storing it.")
        private int every;

        @Option(
                names = "--fail-status",
                paramLabel = "S",
                description = "Status of such a refusal, 400 to 599 (default: 503).")
        private int status = 503;

        @Option(names = "--retry-after", paramLabel = "R", description = "Retry-After of such a refusal, in seconds.")
        private @Nullable Long retryAfter;
    }

    /** Only together: how often makes no sense without what. */
    static final class StrayOptions {

        @Option(
                names = "--stray",
                required = true,
                paramLabel = "MANNER",
                converter = MannerName.class,
                description =
                        "Send what no client has asked for: the answer 'twice', the answer again 'late' on the idle"
                                + " connection, a 'long' answer with bytes beyond its length, or an 'endless' body.")
        private Stray.Manner manner = Stray.Manner.TWICE;

        @Option(names = "--stray-every", paramLabel = "N", description = "Behind every Nth POST (default: 2).")
        private int every = 2;
    }

    /** The names of manners, in small letters. */
    static final class MannerName implements ITypeConverter<Stray.Manner> {

        @Override
        public Stray.Manner convert(String text) {
            return Stream.of(Stray.Manner.values())
                    .filter(manner -> manner.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("takes only twice, late, long, endless"));
        }
    }

    /** A key that a server may override. */
    static final class OverrideKey implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (!IngestServerSettings.OVERRIDABLE.contains(text)) {
                throw new TypeConversionException(
                        "takes only " + String.join(", ", new TreeSet<>(IngestServerSettings.OVERRIDABLE)));
            }
            return text;
        }
    }

    /** Any decimal number: whether it is in range is for the client to see. */
    static final class OverrideNumber implements ITypeConverter<BigDecimal> {

        @Override
        public BigDecimal convert(String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("'" + text + "' is not a number");
            }
        }
    }

    /** The command as the shell knows it. */
    IngestServerCommand(Map<String, String> environment, ResultStream results) {
        this(environment, results, new CountDownLatch(1));
    }

    /** Ends as if by a signal when {@code stop} is counted down. */
    IngestServerCommand(Map<String, String> environment, ResultStream results, CountDownLatch stop) {
        this.environment = environment;
        this.results = results;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        IngestServerSettings settings = settings();
        PrintWriter out = commandSpec().commandLine().getOut();
        IngestReport report = isOn("--json") ? new NdjsonReport(out) : new TextReport(out);
        StopSignals signals = StopSignals.install(this::onSignal);
        try {
            IngestLedger ledger = serve(settings, report);
            report.summary(ledger.snapshot());
        } finally {
            signals.close();
        }
        return ExitCode.DONE.code();
    }

    private IngestLedger serve(IngestServerSettings settings, IngestReport report) throws InterruptedException {
        try (IngestServer server = start(settings, isOn("--quiet") ? IngestListener.NONE : report)) {
            results.whenLost(stop::countDown);
            report.ready(server.url());
            stop.await();
            return server.ledger();
        }
    }

    private IngestServerSettings settings() {
        requireRange("--port", port, 0, 65_535);
        if (discard && (strict || !rejecting.isEmpty() || maxItems != null || maxBytes != null)) {
            throw usage(
                    "--discard does not look into bodies: --strict, --max-items, --max-bytes and --reject-containing need that");
        }
        IngestServerSettings.Builder settings = IngestServerSettings.builder()
                .port(port)
                .token(token())
                .misbehaviour(misbehaviour())
                .strict(strict)
                .dropExports(dropExports)
                .discard(discard);
        if (maxItems != null) {
            settings.maxItems((int) requireRange("--max-items", maxItems, 1, Integer.MAX_VALUE));
        }
        if (maxBytes != null) {
            settings.maxBodyBytes((int) requireRange("--max-bytes", maxBytes, 1, MAX_BODY_BYTES));
        }
        if (straying != null) {
            int every = (int) requireRange("--stray-every", straying.every, 1, Integer.MAX_VALUE);
            settings.stray(new Stray(straying.manner, every));
        }
        rejecting.stream().map(this::rejection).forEach(settings::reject);
        overrides.forEach(settings::override);
        return settings.build();
    }

    private Misbehaviour misbehaviour() {
        requireRange("--delay-ms", delayMillis, 0, MAX_DELAY_MILLIS);
        OptionalInt drops = dropEvery == null
                ? OptionalInt.empty()
                : OptionalInt.of((int) requireRange("--drop-every", dropEvery, 1, Integer.MAX_VALUE));
        return new Misbehaviour(failure(), drops, Duration.ofMillis(delayMillis));
    }

    private Optional<Misbehaviour.Failure> failure() {
        if (failing == null) {
            return Optional.empty();
        }
        requireRange("--fail-every", failing.every, 1, Integer.MAX_VALUE);
        requireRange("--fail-status", failing.status, 400, 599);
        OptionalLong seconds = failing.retryAfter == null
                ? OptionalLong.empty()
                : OptionalLong.of(requireRange("--retry-after", failing.retryAfter, 0, Long.MAX_VALUE));
        return Optional.of(new Misbehaviour.Failure(failing.every, failing.status, seconds));
    }

    private Rejection rejection(RejectOptions options) {
        try {
            return options.toRejection();
        } catch (IllegalArgumentException wrong) {
            throw usage(String.valueOf(wrong.getMessage()));
        }
    }

    private Secret token() {
        if (token != null) {
            if (token.isEmpty()) {
                throw usage("--token is empty");
            }
            return Secret.of(token);
        }
        String ofEnvironment = environment.getOrDefault(TOKEN_VARIABLE, "");
        return Secret.of(ofEnvironment.isEmpty() ? IngestServerSettings.DEMO_TOKEN : ofEnvironment);
    }

    private IngestServer start(IngestServerSettings settings, IngestListener listener) {
        try {
            return IngestServer.start(settings, listener);
        } catch (IOException failed) {
            throw usage("cannot listen on 127.0.0.1:" + settings.port() + ": " + failed.getMessage()
                    + "; --port 0 takes any free port");
        }
    }

    /** The first signal ends the server in order, a second one the process at once. */
    private void onSignal() {
        if (stop.getCount() == 0) {
            Runtime.getRuntime().halt(ExitCode.TRY_LATER.code());
        }
        stop.countDown();
    }

    private boolean isOn(String option) {
        OptionSpec inherited = commandSpec().findOption(option);
        return inherited != null && Boolean.TRUE.equals(inherited.getValue());
    }

    private long requireRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw usage(option + " must be " + min + " to " + max + ": " + value);
        }
        return value;
    }

    private ParameterException usage(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec, "picocli sets it before it calls");
    }
}
