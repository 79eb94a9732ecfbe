package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder);
    }

    @Test
    void withoutAnyFileEverythingHasItsDefaultAndSyncIsOff() {
        KaizenConfig config = home.load();

        assertThat(config.sync().isOn()).isFalse();
        assertThat(config.telemetry()).isEqualTo(new TelemetryConfig(true, java.util.List.of()));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void theUsersFileWinsOverTheProjectsKeyByKey() {
        home.project("[sync]", "team_id = \"project\"", "gzip_level = 1");
        home.user("[sync]", "team_id = \"user\"", "lanes = 1");

        SyncConfig sync = home.load().sync();

        assertThat(sync.teamId()).isEqualTo("user");
        assertThat(sync.gzipLevel()).isEqualTo(1);
    }

    @Test
    void theEnvironmentWinsOverTheFilesAndSetOverTheEnvironment() {
        home.user("[sync]", "endpoint = \"https://file\"", "team_id = \"file\"", "team_token = \"file\"");
        home.env("KAIZEN_SYNC_ENDPOINT", "https://env").env("KAIZEN_SYNC_TEAM_ID", "env");

        SyncConfig sync = home.load("sync.endpoint=https://set").sync();

        assertThat(sync.endpoint()).isEqualTo("https://set");
        assertThat(sync.teamId()).isEqualTo("env");
        assertThat(sync.teamToken()).isEqualTo(Secret.of("file"));
    }

    @Test
    void allFourVariablesAreRead() {
        home.env("KAIZEN_SYNC_ENDPOINT", "https://env")
                .env("KAIZEN_SYNC_TEAM_TOKEN", "token")
                .env("KAIZEN_SYNC_TEAM_ID", "team")
                .env("KAIZEN_SYNC_TEAM_SALT_HEX", "0f".repeat(32));

        SyncConfig sync = home.load().sync();

        assertThat(sync.endpoint()).isEqualTo("https://env");
        assertThat(sync.teamToken()).isEqualTo(Secret.of("token"));
        assertThat(sync.teamId()).isEqualTo("team");
        assertThat(sync.teamSaltHex()).isEqualTo(Secret.of("0f".repeat(32)));
    }

    @Test
    void anEmptyVariableChangesNothing() {
        home.user("[sync]", "endpoint = \"https://file\"").env("KAIZEN_SYNC_ENDPOINT", "");

        assertThat(home.load().sync().endpoint()).isEqualTo("https://file");
    }

    @Test
    void ofEqualOptionsTheLastCounts() {
        assertThat(home.load("sync.team_id=one", "sync.team_id=two").sync().teamId())
                .isEqualTo("two");
    }

    @Test
    void theExportersOfTheWinningFileReplaceThoseOfTheOther() {
        home.project("[[telemetry.exporters]]", "type = \"file\"", "[[telemetry.exporters]]", "type = \"dev\"");
        home.user("[[telemetry.exporters]]", "type = \"dev\"");

        assertThat(home.load().telemetry().exporters()).containsExactly(new ExporterConfig.Dev());
    }

    @Test
    void tablesOfOtherFeaturesAreIgnored() {
        home.user(
                "top = 1", "[web]", "port = \"x\"", "[sync]", "lanes = 1", "[[agents]]", "a = 1", "[syncing]", "b = 2");

        assertThat(home.load().warnings()).isEmpty();
    }

    @Test
    void anUnknownKeyIsAWarningWithTheKnownOneThatMayBeMeant() {
        home.user("[sync]", "", "gzip_levle = 9", "[telemetry]", "failopen = true");

        assertThat(home.load().warnings())
                .containsExactly(
                        home.userFile() + ":3: unknown key sync.gzip_levle; did you mean sync.gzip_level?",
                        home.userFile() + ":5: unknown key telemetry.failopen; did you mean telemetry.fail_open?");
    }

    @Test
    void anUnknownKeyThatIsLikeNothingIsAWarningToo() {
        home.user("[sync]", "\"odd\\u001b[31m.key\" = 9");

        assertThat(home.load().warnings())
                .singleElement()
                .asString()
                .startsWith(home.userFile() + ":")
                .contains("unknown key sync.\"odd?[31m.key\"")
                .doesNotContain("\u001b");
    }

    @Test
    void aTableMustBeATable() {
        home.user("a = 1", "sync = 3");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessage(home.userFile() + ":2: sync must be a table, [sync]");
    }

    @Test
    void dottedKeysAndInlineTablesAreLocatedToo() {
        home.user("# x", "sync.gzip_level = 0");
        assertThatThrownBy(home::load).hasMessageStartingWith(home.userFile() + ":2: sync.gzip_level is 0");

        home.user("sync = { team_id = \"a\",", "gzip_level = 0 }");
        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":");
    }

    @Test
    void whatDoesNotCountIsNotChecked() {
        home.project("[sync]", "gzip_level = 99").user("[sync]", "gzip_level = 9");

        assertThat(home.load().sync().gzipLevel()).isEqualTo(9);
    }

    @Test
    void everyKeyOfTheContractIsReadOnceAndInItsOrder() {
        assertThat(home.load().settings()).extracting(Setting::key).containsExactlyElementsOf(ConfigKeys.ALL);
    }
}
