package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @TempDir
    private Path folder;

    @Test
    void theDemoProvesThatNothingIsMissingOrDoubled() throws Exception {
        try (KaizenSyncJar demo = KaizenSyncJar.start(folder, temporaryFilesHere(), List.of("demo"))) {
            assertThat(demo.exitCode()).as(demo.err()).isZero();

            assertThat(demo.out()).contains("nothing is missing or doubled");
            assertThat(demo.out().lines()).anyMatch(line -> line.matches("events +3000 .* 3000"));
            assertThat(demo.err())
                    .contains("ingest server at http://127.0.0.1:")
                    .doesNotContain("WARN");
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void theDemoMeetsEverythingThatTheServerDoesToIt() throws Exception {
        try (KaizenSyncJar demo = KaizenSyncJar.start(folder, temporaryFilesHere(), List.of("demo", "--json", "-q"))) {
            assertThat(demo.exitCode()).as(demo.err()).isZero();

            assertThat(demo.err()).isEmpty();
            JsonNode result = new ObjectMapper().readTree(demo.out());
            assertThat(result.get("complete").asBoolean()).isTrue();
            for (String what : List.of("splits", "retries", "waits", "replays")) {
                assertThat(sum(result, what)).as(what).isPositive();
            }
            assertThat(sum(result, "rows")).isEqualTo(5_200);
            assertThat(sum(result, "stored")).isEqualTo(4_900);
        }
    }

    private List<String> temporaryFilesHere() {
        return FastStart.options("-Djava.io.tmpdir=" + folder);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("kaizen-sync"))
                    .toList();
        }
    }

    private static int sum(JsonNode result, String what) {
        int sum = 0;
        for (JsonNode kind : result.get("by_kind")) {
            sum += kind.get(what).asInt();
        }
        return sum;
    }
}
