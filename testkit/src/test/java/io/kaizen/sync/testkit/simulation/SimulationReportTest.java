package io.kaizen.sync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.testkit.simulation.FlushSimulation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What troubles cost, in figures that invariants cannot see: a bug that only makes a flush slower, or send more, changes this report.
 * Compares with {@code docs/simulation-report.md}; rewrite that with {@code mvn -pl testkit -am test -Dtest=SimulationReportTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation-report.rewrite=true}, and say in the commit why the figures have changed.
 */
class SimulationReportTest {

    private static final Path DOC = Path.of("..", "docs", "simulation-report.md");
    private static final int LIVES = 100;

    @Test
    void theFiguresAreThoseOfTheReport() throws Exception {
        String printed = print();
        if (Boolean.getBoolean("simulation-report.rewrite")) {
            Files.writeString(DOC, printed);
        }

        assertThat(printed).as("%s, printed anew", DOC).isEqualTo(Files.readString(DOC));
    }

    private static Map<String, Set<Fault>> scenarios() {
        Map<String, Set<Fault>> scenarios = new LinkedHashMap<>();
        scenarios.put("nothing goes wrong", EnumSet.noneOf(Fault.class));
        scenarios.put(
                "the network is bad",
                EnumSet.of(
                        Fault.CONNECTION_REFUSED,
                        Fault.REQUEST_LOST,
                        Fault.REQUEST_DUPLICATED,
                        Fault.ANSWER_LOST,
                        Fault.GATEWAY_ERROR_NOT_STORED,
                        Fault.GATEWAY_ERROR_STORED,
                        Fault.CONFLICT_CUT));
        scenarios.put(
                "the server is busy", EnumSet.of(Fault.RATE_LIMITED, Fault.RATE_LIMITED_FOR_LONG, Fault.SERVER_ERROR));
        scenarios.put(
                "the server turns us away",
                EnumSet.of(Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.NO_SUCH_ROUTE, Fault.REDIRECTED));
        scenarios.put(
                "rows are bad",
                EnumSet.of(Fault.ROW_MALFORMED, Fault.ROW_OF_UNKNOWN_KIND, Fault.ROW_REJECTED, Fault.ROW_TOO_LARGE));
        scenarios.put("everything is refused for a while", EnumSet.of(Fault.REJECTS_EVERYTHING));
        scenarios.put(
                "the process crashes",
                EnumSet.of(
                        Fault.CRASH_BEFORE_WRITE,
                        Fault.CRASH_AFTER_WRITE,
                        Fault.CRASH_AFTER_ANSWER,
                        Fault.CRASH_DURING_EXPORT));
        scenarios.put(
                "processes get in each other's way",
                EnumSet.of(
                        Fault.PAUSED_BEYOND_ITS_LEASE,
                        Fault.SECOND_FLUSHER,
                        Fault.STOP_REQUESTED,
                        Fault.CLOCK_JUMPS_BACK,
                        Fault.CLOCK_JUMPS_FORWARD));
        scenarios.put("the disk is full now and then", EnumSet.of(Fault.STORE_FAILS));
        scenarios.put(
                "exporters are moody",
                EnumSet.of(
                        Fault.EXPORTER_FAILS, Fault.EXPORTER_THROWS_ERROR, Fault.EXPORTER_HANGS, Fault.EXPORTER_SLOW));
        scenarios.put("everything at once", EnumSet.allOf(Fault.class));
        return scenarios;
    }

    private static String print() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        scenarios().forEach((name, faults) -> text.append(row(name, lives(faults, Manners.CONFORMING))));
        text.append("\n## Ill-mannered servers, everything at once\n\n").append(HEAD);
        for (Manners manners : Manners.values()) {
            if (manners != Manners.CONFORMING) {
                String name = manners.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                text.append(row(name, lives(EnumSet.allOf(Fault.class), manners)));
            }
        }
        return text.toString();
    }

    private static List<Result> lives(Set<Fault> faults, Manners manners) {
        return LongStream.rangeClosed(1, LIVES)
                .parallel()
                .mapToObj(seed -> FlushSimulation.seeded(seed, faults, manners).run())
                .toList();
    }

    private static String row(String name, List<Result> lives) {
        Duration drained = lives.stream().map(Result::drained).reduce(Duration.ZERO, Duration::plus);
        return "| " + name
                + " | " + lives.stream().mapToLong(Result::sent).sum()
                + " | " + lives.stream().mapToLong(Result::dead).sum()
                + " | " + lives.stream().mapToLong(Result::posts).sum()
                + " | " + drained.dividedBy(lives.size()).toSeconds() + " s"
                + " | " + lives.stream().mapToLong(Result::crashes).sum()
                + " | " + lives.stream().mapToLong(Result::doubled).sum()
                + " | " + lives.stream().mapToLong(Result::exportedAgain).sum() + " |\n";
    }

    private static final String HEAD = """
            | what goes wrong | rows sent | dead | POSTs | mean time until drained | crashes | stored twice | exported again |
            |---|---|---|---|---|---|---|---|
            """;

    private static final String INTRODUCTION = """
            # What troubles cost

            Printed by `SimulationReportTest`, which fails where this file and the code differ: a change that makes a flush slower or
            chattier shows here, even where it breaks no promise. Each line is 100 simulated lives, seeds 1 to 100, of up to 150 rows and
            twelve troubled flushes, ten seconds apart, before everything is well again. Time is simulated. Rows that were replaced while
            their batch was under way, which must go out under a new key, are the only ones that a server with good manners may store
            twice; an exporter may get again what was in flight when a process died or lost its lease.

            ## A conforming server

            """ + HEAD;
}
