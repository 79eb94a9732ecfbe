package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReportTest {

    @TempDir
    private Path folder;

    private TestHome home;
    private KaizenConfig config;

    @BeforeEach
    void configure() {
        home = new TestHome(folder);
        home.project("[sync]", "gzip_level = 9", "flush_interval_ms = 1");
        home.user("[sync]", "", "team_token = \"t\"", "oops = 1", "[[telemetry.exporters]]", "type = \"dev\"");
        home.env("KAIZEN_SYNC_TEAM_ID", "my team");
        config = home.load("sync.endpoint=https://example.com/");
    }

    @Test
    void eachKeyHasItsValueAndItsOrigin() {
        List<String> lines = new ConfigReport(config)
                .lines().stream().map(line -> line.replaceAll(" {2,}", " | ")).toList();

        assertThat(lines)
                .contains(
                        "workspace | " + config.workspace().root(),
                        "home | " + config.workspace().home(),
                        "db | " + config.workspace().database(),
                        "file | " + home.userFile(),
                        "sync.endpoint | \"https://example.com\" | --set",
                        "sync.team_token | (set) | " + home.userFile() + ":3",
                        "sync.team_id | \"my team\" | KAIZEN_SYNC_TEAM_ID",
                        "sync.team_salt_hex | (not set) | default",
                        "sync.gzip_level | 9 | " + home.projectFile() + ":2",
                        "sync.flush_interval_ms | 100 | " + home.projectFile() + ":3",
                        "sync.sample_rate | 1.0 | default",
                        "sync.project_name | (not set) | default",
                        "telemetry.fail_open | true | default",
                        "telemetry.exporters[0].type | \"dev\" | " + home.userFile() + ":6");
    }

    @Test
    void theColumnsStandBelowEachOther() {
        assertThat(new ConfigReport(config).lines())
                .filteredOn(line -> line.startsWith("sync."))
                .hasSize((int) ConfigKeys.ALL.stream()
                        .filter(key -> key.startsWith("sync."))
                        .count())
                .allSatisfy(line -> assertThat(line.charAt(widestKey() + 1)).isEqualTo(' '))
                .allSatisfy(line -> assertThat(line.charAt(widestKey() + 2)).isNotEqualTo(' '));
    }

    @Test
    void theJsonHasTheSameFactsWithTheirTypes() {
        JsonNode json = new ObjectMapper().valueToTree(new ConfigReport(config).json());
        JsonNode settings = json.get("settings");

        assertThat(json.get("workspace").textValue())
                .isEqualTo(config.workspace().root().toString());
        assertThat(json.at("/files/1/path").textValue())
                .isEqualTo(home.userFile().toString());
        assertThat(json.at("/files/1/exists").booleanValue()).isTrue();
        assertThat(settings.get("sync.gzip_level").get("value").intValue()).isEqualTo(9);
        assertThat(settings.get("sync.team_token"))
                .hasToString("{\"set\":true,\"origin\":\"" + home.userFile() + ":3\"}");
        assertThat(settings.get("sync.team_salt_hex")).hasToString("{\"set\":false,\"origin\":\"default\"}");
        assertThat(settings.get("sync.project_name").get("value").isNull()).isTrue();
        assertThat(json.get("warnings").get(0).textValue()).contains("unknown key sync.oops");
    }

    private int widestKey() {
        return config.settings().stream()
                .mapToInt(setting -> setting.key().length())
                .max()
                .orElseThrow();
    }
}
