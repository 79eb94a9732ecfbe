package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KaizenConfigTest {

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder);
    }

    @Test
    void whereSyncIsOffNothingIsMissing() {
        assertThatCode(() -> home.load().requireFlushable()).doesNotThrowAnyException();
    }

    @Test
    void anEndpointNeedsTokenTeamAndSaltAndOneErrorNamesAll() {
        KaizenConfig config = home.load("sync.endpoint=https://example.com");

        assertThatThrownBy(config::requireFlushable)
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "sync.endpoint is set, but not team_token, team_id, team_salt_hex: put them under [sync] in "
                                + home.userFile()
                                + ", or set KAIZEN_SYNC_TEAM_TOKEN, KAIZEN_SYNC_TEAM_ID, KAIZEN_SYNC_TEAM_SALT_HEX");
    }

    @Test
    void onlyWhatIsMissingIsNamed() {
        home.user("[sync]", "endpoint = \"https://example.com\"", "team_token = \"t\"", "team_id = \"i\"");

        assertThatThrownBy(home.load()::requireFlushable)
                .hasMessage("sync.endpoint is set, but not team_salt_hex: put it under [sync] in " + home.userFile()
                        + ", or set KAIZEN_SYNC_TEAM_SALT_HEX");
    }

    @Test
    void whoWaitsForATrialWaitsLessThanAFlushUnlessTheLimitIsSet() {
        assertThat(home.load().sync().exporterTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(home.load().forTrying().sync().exporterTimeout()).isEqualTo(KaizenConfig.TRYING);
        assertThat(home.load("sync.exporter_timeout_ms=30000")
                        .forTrying()
                        .sync()
                        .exporterTimeout())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(home.load("sync.gzip_level=9").forTrying().sync().gzipLevel())
                .isEqualTo(9);
    }

    @Test
    void withAllOfThemAFlushMayBegin() {
        home.user(
                "[sync]",
                "endpoint = \"https://example.com\"",
                "team_token = \"t\"",
                "team_id = \"i\"",
                "team_salt_hex = \"" + "ab".repeat(32) + "\"");

        assertThatCode(() -> home.load().requireFlushable()).doesNotThrowAnyException();
    }
}
