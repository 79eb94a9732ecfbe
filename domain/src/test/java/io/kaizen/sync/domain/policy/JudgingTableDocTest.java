package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonPolicy;
import io.kaizen.sync.domain.poison.PoisonPolicy.Ruling;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Isolate;
import io.kaizen.sync.domain.policy.Verdict.SetAside;
import io.kaizen.sync.domain.policy.Verdict.Split;
import io.kaizen.sync.domain.policy.Verdict.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Prints the judging table from the code and compares it with {@code docs/judging-table.md}. Rewrite the file with
 * {@code mvn -pl domain test -Dtest=JudgingTableDocTest -Djudging-table.rewrite=true}.
 */
class JudgingTableDocTest {

    private static final Path DOC = Path.of("..", "docs", "judging-table.md");
    private static final IdempotencyKey KEY = new IdempotencyKey(new UUID(0, 0));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int RETRIES = 12;

    private static final RetryPolicy RETRY_POLICY = new RetryPolicy(
            new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), RETRIES, Duration.ofMinutes(5));
    private static final Judge JUDGE = judge(OnPoison.DEAD_LETTER);
    private static final Judge REFERENCE = judge(OnPoison.STOP);

    @Test
    void theDocumentIsWhatTheCodeSays() throws Exception {
        String printed = print();
        if (Boolean.getBoolean("judging-table.rewrite")) {
            Files.writeString(DOC, printed);
        }

        assertThat(printed).as("%s, printed anew", DOC).isEqualTo(Files.readString(DOC));
    }

    @Test
    void everyOutcomeIsInTheTable() {
        Set<Class<?>> printed =
                outcomes().values().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(printed).containsExactlyInAnyOrder(IngestOutcome.class.getPermittedSubclasses());
    }

    private static Map<String, IngestOutcome> outcomes() {
        Map<String, IngestOutcome> outcomes = new LinkedHashMap<>();
        outcomes.put("202", Accepted.UNCOUNTED);
        outcomes.put("409, stored before", new Conflict(Meaning.STORED_BEFORE, ""));
        outcomes.put("409, body says `code` or `error`", new Conflict(Meaning.KEY_BURNT, ""));
        outcomes.put("409, body cannot be read", new Conflict(Meaning.UNKNOWN, ""));
        outcomes.put("413", new TooLarge(""));
        outcomes.put("429, `Retry-After` of 9 s", new RateLimited(Optional.of(Duration.ofSeconds(9)), ""));
        outcomes.put("429, `Retry-After` of 1 h", new RateLimited(Optional.of(Duration.ofHours(1)), ""));
        outcomes.put("401", new Unauthorized(""));
        outcomes.put("400", new ClientError(400, ""));
        outcomes.put("403, 407", new ClientError(403, ""));
        outcomes.put("422", new ClientError(422, ""));
        outcomes.put("other 4xx, such as 404", new ClientError(404, ""));
        outcomes.put("500, 503, 421, 425 and the like", new ServerError(503, ""));
        outcomes.put("503, `Retry-After` of 9 s", new ServerError(503, "", Optional.of(Duration.ofSeconds(9))));
        outcomes.put("503, `Retry-After` of 1 h", new ServerError(503, "", Optional.of(Duration.ofHours(1))));
        outcomes.put("408, 502, 504", new ServerError(504, ""));
        outcomes.put("3xx with a location", new Redirected(307, Optional.of("https://elsewhere")));
        outcomes.put("3xx without", new Redirected(304, Optional.empty()));
        outcomes.put("no connection (refused, DNS, TLS)", new Unreachable("connection refused", false));
        outcomes.put("no answer (time-out, reset, cut)", new Unreachable("timed out", true));
        return outcomes;
    }

    private static String print() {
        StringBuilder text = new StringBuilder();
        text.append(INTRODUCTION);
        text.append("## What the ingest server decides\n\n");
        text.append(
                "| answer | gateway | verdict | where an earlier attempt may have arrived | where retries are used up |\n"
                        + "|---|---|---|---|---|\n");
        outcomes().forEach((name, outcome) -> text.append(outcomeRow(name, outcome)));
        text.append("\n## What `on_poison = \"stop\"` decides instead\n\n| answer | verdict |\n|---|---|\n");
        outcomes().forEach((name, outcome) -> text.append(referenceRow(name, outcome)));
        text.append("\n## When a row that was set aside is dead\n\n");
        text.append("| what is counted in one flush | how many | what the kind does next |\n|---|---|---|\n");
        text.append(rulings());
        text.append("\n## What the exporters add\n\n");
        text.append("| ingest verdict | exporters | `fail_open = true` | `fail_open = false` |\n|---|---|---|---|\n");
        FanOutResult failed = new FanOutResult(List.of(new FanOutResult.Failure("file", "disk full")));
        text.append(fanOutRow("commit", "all took it", new Commit(), FanOutResult.COMPLETE));
        text.append(fanOutRow("commit", "one failed", new Commit(), failed));
        text.append(fanOutRow("anything else", "all took it", new Split(), FanOutResult.COMPLETE));
        text.append(fanOutRow("anything else", "one failed", new Split(), failed));
        text.append("\n## What our own shutdown decides\n\n| the batch | verdict |\n|---|---|\n");
        text.append(row("was never on the wire, or all answers were definite", describe(Judge.interrupted(false))));
        text.append(row("may have arrived", describe(Judge.interrupted(true))));
        return text.append(waits()).toString();
    }

    private static String outcomeRow(String name, IngestOutcome outcome) {
        String fresh = severalRowsAndOne(outcome, AttemptHistory.fresh(KEY));
        String ambiguous = severalRowsAndOne(outcome, AttemptHistory.resumed(KEY));
        String usedUp = severalRowsAndOne(outcome, new AttemptHistory(KEY, false, RETRIES));
        return row(
                name,
                retry(outcome),
                fresh,
                ambiguous.equals(fresh) ? "the same" : ambiguous,
                usedUp.equals(fresh) ? "as at first" : usedUp);
    }

    private static String retry(IngestOutcome outcome) {
        if (!RETRY_POLICY.retries(outcome)) {
            return "";
        }
        boolean keepsKey = AttemptHistory.fresh(KEY).mayBeStoredAfter(outcome);
        boolean keepsDoubt = AttemptHistory.resumed(KEY).mayBeStoredAfter(outcome);
        return "**retries** after the backoff, " + (keepsKey ? "same key" : "fresh key")
                + (keepsDoubt && !keepsKey ? "; the same where an earlier attempt may have arrived" : "");
    }

    private static String referenceRow(String name, IngestOutcome outcome) {
        String ours = severalRowsAndOne(JUDGE, outcome, AttemptHistory.fresh(KEY));
        String reference = severalRowsAndOne(REFERENCE, outcome, AttemptHistory.fresh(KEY));
        return reference.equals(ours) ? "" : row(name, reference);
    }

    /** The rules on evidence, one row for each number at which any of them changes. */
    private static String rulings() {
        return scan("POSTs of the kind, none accepted", 1, posts -> PoisonPolicy.beforeThePost(posts, 0, false))
                + scan("rows refused alone, none accepted", 1, refused -> PoisonPolicy.beforeThePost(1, refused, false))
                + scan(
                        "rows refused alone since the last acceptance",
                        1,
                        refused -> PoisonPolicy.beforeThePost(1, refused, true))
                + row("one is accepted", "any", "dead letter")
                + row("nothing is left to be tried, none accepted", "any", words(PoisonPolicy.atTheEnd(false)))
                + row("nothing is left to be tried, some accepted", "any", words(PoisonPolicy.atTheEnd(true)));
    }

    private static String scan(String what, int from, IntFunction<Ruling> rule) {
        StringBuilder text = new StringBuilder();
        int start = from;
        for (int number = from + 1; number <= 2_000; number++) {
            if (rule.apply(number) != rule.apply(start)) {
                text.append(row(what, start + " to " + (number - 1), words(rule.apply(start))));
                start = number;
            }
        }
        return text.append(row(what, start + " and more", words(rule.apply(start))))
                .toString();
    }

    private static Judge judge(OnPoison onPoison) {
        return new Judge(RETRY_POLICY, new CommitPolicy(true), onPoison);
    }

    private static String waits() {
        StringBuilder text =
                new StringBuilder("\n## How long a retry waits\n\n| failures so far | wait drawn from |\n|---|---|\n");
        for (int failures = 1; failures <= RETRIES; failures++) {
            Duration most = RETRY_POLICY.backoff().ceiling(failures);
            text.append(row(
                    Integer.toString(failures), most.dividedBy(2).toMillis() + " ms to " + most.toMillis() + " ms"));
        }
        return text.append(row(Integer.toString(RETRIES + 1), "no more retries"))
                .toString();
    }

    private static String fanOutRow(String ingest, String exporters, Verdict verdict, FanOutResult fanOut) {
        return row(ingest, exporters, decided(true, verdict, fanOut), decided(false, verdict, fanOut));
    }

    private static String decided(boolean failOpen, Verdict verdict, FanOutResult fanOut) {
        Verdict decided =
                new Judge(RETRY_POLICY, new CommitPolicy(failOpen), OnPoison.DEAD_LETTER).withFanOut(verdict, fanOut);
        return decided == verdict && !(verdict instanceof Commit) ? "unchanged" : describe(decided);
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String severalRowsAndOne(IngestOutcome outcome, AttemptHistory attempts) {
        return severalRowsAndOne(JUDGE, outcome, attempts);
    }

    private static String severalRowsAndOne(Judge judge, IngestOutcome outcome, AttemptHistory attempts) {
        String several = describe(judged(judge, outcome, 2, attempts));
        String one = describe(judged(judge, outcome, 1, attempts));
        return several.equals(one) ? several : several + "; a single row: " + one;
    }

    private static Verdict judged(Judge judge, IngestOutcome outcome, int rows, AttemptHistory attempts) {
        return judge.judge(outcome, new Situation(rows, attempts, Duration.ZERO, NOW, 0));
    }

    private static String describe(Verdict verdict) {
        return verdict.fold(new InWords());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A verdict as a cell of the table. */
    private static final class InWords implements Verdict.Cases<String> {

        @Override
        public String commit(Commit verdict) {
            return "**commit**";
        }

        @Override
        public String split(Split verdict) {
            return "**split**";
        }

        @Override
        public String isolate(Isolate verdict) {
            return "**isolate**";
        }

        @Override
        public String setAside(SetAside verdict) {
            return "**set aside**, `" + verdict.reason().code() + "`";
        }

        @Override
        public String waitAsked(Wait verdict) {
            return "**wait** for " + verdict.delay().toSeconds() + " s";
        }

        @Override
        public String halt(Halt verdict) {
            return "**stop** the " + words(verdict.scope()) + ", claim: " + words(verdict.fate()) + ", `"
                    + verdict.stop().reason().code() + "`: “" + verdict.stop().message() + "”";
        }
    }

    private static final String INTRODUCTION = """
            # The judging table

            Printed from the code by `JudgingTableDocTest`, which fails where this file and the code differ. Do not edit it by
            hand; rewrite it with `mvn -pl domain test -Dtest=JudgingTableDocTest -Djudging-table.rewrite=true`.

            The gateway *retries* a failure that may pass, up to 12 times for each batch; the verdict is on the answer to the last attempt. A
            *fresh* key is drawn where the batch is known not to be stored, the *same* key is used where it may be; that holds after a *wait*
            too. *Release* frees the rows, *keep* sends the same rows under the same key with the next flush, *keep accepted* remembers that the
            server has them and tries the exporters alone. *Isolate* tries the row that the server names alone, then the rows in front of it, then
            those behind it; where none is named, the halves, left before right. A row that is *set aside* stays pending, and the flush goes on behind it. Defaults: 12 retries, waits from 200 ms to 30 s, at most 5 min because a 429 or a 503 asks for it.

            """;
}
