package io.kaizen.sync.testkit.flush;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However many rows are bad, one flush delivers the healthy ones in order and dead-letters the bad ones. Compares what that costs with
 * {@code docs/refused-rows.md}; rewrite that with {@code mvn -pl testkit -am test -Dtest=RefusedRowsCostTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Drefused-rows.rewrite=true}.
 */
class RefusedRowsCostTest extends FlushFixture {

    private static final Path DOC = Path.of("..", "docs", "refused-rows.md");
    private static final List<BatchKind> KINDS = List.of(BatchKind.EVENTS, BatchKind.TOOL_SPANS);
    private static final int[] SIZES = {100, 1_000, 10_000};

    private final Set<Long> bad = new HashSet<>();
    private final Map<BatchKind, List<Long>> healthy = new HashMap<>();
    private final Map<BatchKind, List<Long>> stored = new HashMap<>();
    private Refusal refusal = Refusal.TOO_LARGE;

    /** How the server says that a row of a batch is bad. */
    private enum Refusal {
        TOO_LARGE("413"),
        BAD_REQUEST("400"),
        BAD_REQUEST_WITH_HINT("400, names the row"),
        UNPROCESSABLE("422"),
        UNPROCESSABLE_WITH_HINT("422, names the row");

        final String words;

        Refusal(String words) {
            this.words = words;
        }
    }

    /** Which of the rows of a kind are bad, counted from 1. */
    private enum Share {
        EVERY_2ND("every 2nd", row -> row % 2 == 0),
        EVERY_3RD("every 3rd", row -> row % 3 == 0),
        EVERY_4TH("every 4th", row -> row % 4 == 0),
        EVERY_5TH("every 5th", row -> row % 5 == 0),
        EVERY_10TH("every 10th", row -> row % 10 == 0),
        EVERY_20TH("every 20th", row -> row % 20 == 0),
        THE_1ST_OF_2("the 1st of 2", row -> row % 2 == 1),
        THE_1ST_OF_20("the 1st of 20", row -> row % 20 == 1),
        ALL_BUT_EVERY_3RD("all but every 3rd", row -> row % 3 != 0),
        ALL_BUT_EVERY_20TH("all but every 20th", row -> row % 20 != 1),
        ALL_BUT_EVERY_100TH("all but every 100th", row -> row % 100 != 1);

        final String words;
        final IntPredicate isBad;

        Share(String words, IntPredicate isBad) {
            this.words = words;
            this.isBad = isBad;
        }
    }

    private record World(int rows, int kinds, Share share, Refusal refusal) {}

    /** Of one kind, {@link #o1_theCostIsThatOfTheDocument} goes through all of them. */
    static Stream<World> worldsOfTwoKinds() {
        Stream<World> small = IntStream.of(100, 1_000)
                .boxed()
                .flatMap(rows -> Stream.of(Share.values())
                        .flatMap(share -> Stream.of(
                                        Refusal.TOO_LARGE, Refusal.BAD_REQUEST, Refusal.UNPROCESSABLE_WITH_HINT)
                                .map(refusal -> new World(rows, 2, share, refusal))));
        return Stream.concat(small, Stream.of(new World(10_000, 2, Share.EVERY_3RD, Refusal.UNPROCESSABLE_WITH_HINT)));
    }

    static Stream<World> hostileWorlds() {
        return IntStream.of(SIZES)
                .boxed()
                .flatMap(rows -> Stream.of(1, 2)
                        .flatMap(kinds -> Stream.of(Refusal.values())
                                .map(refusal -> new World(rows, kinds, Share.EVERY_2ND, refusal))));
    }

    @ParameterizedTest
    @MethodSource("worldsOfTwoKinds")
    void o1_oneFlushDeliversEveryHealthyRowInOrderAndDeadLettersEveryBadOne(World world) {
        flushAll(world);
    }

    @ParameterizedTest
    @MethodSource("hostileWorlds")
    void o1_aServerThatRefusesEverythingCosts25PostsPerKind(World world) {
        refusal = world.refusal();
        newProcess(settings(OnPoison.DEAD_LETTER, 500), List.of());
        enqueue(world, row -> true);
        gateway.otherwise(this::answer);

        FlushReport report = service.flush();

        assertThat(gateway.posts().stream().collect(groupingBy(Post::kind, counting())))
                .hasSize(world.kinds())
                .allSatisfy((kind, posts) -> assertThat(posts).isLessThanOrEqualTo(25));
        assertThat(report.deadLettered()).isZero();
        assertThat(report.stops()).hasSize(world.kinds());
    }

    @Test
    void o1_theCostIsThatOfTheDocument() throws Exception {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        for (int rows : SIZES) {
            text.append("\n## ").append(rows).append(" rows\n\n| bad rows |");
            text.append(Stream.of(Refusal.values())
                    .map(how -> " " + how.words + " |")
                    .collect(joining()));
            text.append("\n|---|")
                    .append("---|".repeat(Refusal.values().length))
                    .append('\n');
            for (Share share : Share.values()) {
                text.append("| ").append(share.words).append(" |");
                for (Refusal how : Refusal.values()) {
                    RefusedRowsCostTest fresh = new RefusedRowsCostTest();
                    fresh.flushAll(new World(rows, 1, share, how));
                    text.append(' ').append(fresh.gateway.posts().size()).append(" |");
                    fresh.endThreads();
                }
                text.append('\n');
            }
        }
        if (Boolean.getBoolean("refused-rows.rewrite")) {
            Files.writeString(DOC, text);
        }

        assertThat(text.toString()).as("%s, printed anew", DOC).isEqualTo(Files.readString(DOC));
    }

    private void flushAll(World world) {
        refusal = world.refusal();
        newProcess(settings(OnPoison.DEAD_LETTER, 500), List.of());
        enqueue(world, world.share().isBad);
        gateway.otherwise(this::answer);

        FlushReport report = service.flush();

        assertThat(report.stops()).as("%s", world).isEmpty();
        assertThat(stored).as("%s", world).isEqualTo(healthy);
        assertThat(report.deadLettered()).as("%s", world).isEqualTo(bad.size());
        assertThat(report.pending().rows()).as("%s", world).isZero();
    }

    /** Kinds take turns, row by row. */
    private void enqueue(World world, IntPredicate isBad) {
        long id = 0;
        for (int row = 1; row <= world.rows() / world.kinds(); row++) {
            for (BatchKind kind : KINDS.subList(0, world.kinds())) {
                enqueue(kind, 1);
                id++;
                if (isBad.test(row)) {
                    bad.add(id);
                } else {
                    healthy.computeIfAbsent(kind, unused -> new ArrayList<>()).add(id);
                }
            }
        }
    }

    private IngestOutcome answer(Batch batch) {
        List<Long> rows = batch.rowIds().stream().map(RowId::value).toList();
        Optional<Long> culprit = rows.stream().filter(bad::contains).findFirst();
        if (culprit.isEmpty()) {
            stored.computeIfAbsent(batch.kind(), unused -> new ArrayList<>()).addAll(rows);
            return new Accepted(batch.size(), 0);
        }
        Optional<String> hint = Optional.of(batch.spec().arrayName() + "[" + rows.indexOf(culprit.get()) + "].ts_ms");
        return switch (refusal) {
            case TOO_LARGE -> new TooLarge("no room");
            case BAD_REQUEST -> new ClientError(400, "odd", Optional.empty());
            case BAD_REQUEST_WITH_HINT -> new ClientError(400, "odd", hint);
            case UNPROCESSABLE -> new ClientError(422, "odd", Optional.empty());
            case UNPROCESSABLE_WITH_HINT -> new ClientError(422, "odd", hint);
        };
    }

    private static final String INTRODUCTION = """
            # What bad rows cost

            POSTs of one flush of one kind, in batches of at most 500 rows. The flush delivers every healthy row in order and
            dead-letters every bad one; a server that refuses everything costs 25 POSTs per kind and dead-letters nothing.
            Printed by `RefusedRowsCostTest`, which fails where this file and the code differ.
            """;
}
