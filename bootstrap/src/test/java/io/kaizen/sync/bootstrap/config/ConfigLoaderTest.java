package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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
    void k7_whatTheUsersFileLeavesEmptyHidesNothingOfTheProjects() {
        home.project(
                "[sync]",
                "endpoint = \"https://project\"",
                "team_token = \"token\"",
                "team_id = \"team\"",
                "team_salt_hex = \"" + "0f".repeat(32) + "\"",
                "project_name = \"widget\"");
        home.user(
                "[sync]",
                "endpoint = \"\"",
                "team_token = \"\"",
                "team_id = \"\"",
                "team_salt_hex = \"\"",
                "project_name = \"\"");

        SyncConfig sync = home.load().sync();

        assertThat(sync.endpoint()).isEqualTo("https://project");
        assertThat(sync.teamToken()).isEqualTo(Secret.of("token"));
        assertThat(sync.teamId()).isEqualTo("team");
        assertThat(sync.teamSaltHex()).isEqualTo(Secret.of("0f".repeat(32)));
        assertThat(sync.projectName()).hasValue("");
    }

    @Test
    void k7_anEmptyOptionStillTurnsSyncOff() {
        home.user("[sync]", "endpoint = \"https://user\"");

        assertThat(home.load("sync.endpoint=").sync().isOn()).isFalse();
    }

    @Test
    void k3_theOutboxOfAnOlderKaizenIsNamedWithWhatHelps() throws IOException {
        Path old = home.workspace().database().resolveSibling("hot").resolve("outbox.redb");
        assertThat(home.load().warnings()).isEmpty();
        Files.createDirectories(old.getParent());
        Files.write(old, new byte[] {1});

        assertThat(home.load().warnings())
                .filteredOn(line -> line.contains(old.toString()))
                .singleElement()
                .asString()
                .contains("kaizen 0.1.42 or newer", home.workspace().root().toString());
    }

    @Test
    void k5_theTableThatKaizensWizardWritesIsNoMistake() {
        home.user(
                "[telemetry]",
                "fail_open = true",
                "[telemetry.query]",
                "provider = \"none\"",
                "cache_ttl_seconds = 3600");

        assertThat(home.load().warnings()).isEmpty();
    }

    @Test
    void b20_aMisspeltTableOrAKeyOutsideOfItIsTold() {
        home.user(
                "team_token = \"t\"",
                "[Sync]",
                "endpoint = \"https://x\"",
                "[snyc]",
                "lanes = 1",
                "[telemtry]",
                "a = 1");

        assertThat(home.load().warnings())
                .containsExactly(
                        home.userFile() + ":1: unknown key team_token; did you mean sync.team_token?",
                        home.userFile() + ":2: unknown table [Sync]; did you mean [sync]?",
                        home.userFile() + ":4: unknown table [snyc]; did you mean [sync]?",
                        home.userFile() + ":6: unknown table [telemtry]; did you mean [telemetry]?");
    }

    @Test
    void b20_tablesOfKaizenAreNoMistakes() {
        home.user(
                "[scan]",
                "[sources.cursor]",
                "[retention]",
                "[storage]",
                "[proxy]",
                "[eval]",
                "[collect.outcomes]",
                "[cost]");

        assertThat(home.load().warnings()).isEmpty();
    }

    @Test
    void o5_anIntervalThatIsTooShortIsSaidWithWhatItCountsAs() {
        home.user("[sync]", "flush_interval_ms = 10");

        assertThat(home.load().warnings())
                .containsExactly(home.userFile() + ":2: sync.flush_interval_ms is 10 and counts as 100, the least");
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
    void r19_aVariableWhoseQuotationMarksAreStillThereIsRefusedByName() {
        home.env("KAIZEN_SYNC_TEAM_TOKEN", "\"secret-token\"");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("KAIZEN_SYNC_TEAM_TOKEN begins and ends with a quotation mark")
                .hasMessageNotContaining("secret-token");
    }

    @Test
    void k8_withoutTheKeyTheProxyOfTheEnvironmentIsNotTaken() {
        home.env("https_proxy", "http://proxy.example:3128");

        assertThat(home.load().sync().proxy().proxyFor(URI.create("https://ingest.example")))
                .isEmpty();
    }

    @Test
    void k8_theProxyOfTheEnvironmentIsTakenWhereTheKeySaysSo() {
        home.env("https_proxy", "http://proxy.example:3128").env("no_proxy", "inner.example");
        home.user("[sync]", "proxy = \"env\"");

        SyncConfig sync = home.load().sync();

        assertThat(sync.proxy().proxyFor(URI.create("https://ingest.example")))
                .hasValueSatisfying(proxy -> assertThat(proxy.address()).isEqualTo("proxy.example:3128"));
        assertThat(sync.proxy().proxyFor(URI.create("https://inner.example"))).isEmpty();
        assertThat(home.load("sync.proxy=").sync().proxy().proxyFor(URI.create("https://ingest.example")))
                .isEmpty();
    }

    @Test
    void k8_aTokenDoesNotTravelInTheClearToAProxyOnAnotherMachine() {
        home.user("[sync]", "endpoint = \"http://127.0.0.1:9999\"", "proxy = \"http://user:pass@proxy.example:3128\"");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sync.proxy")
                .hasMessageContaining("allow_insecure")
                .hasMessageNotContaining("pass");
        assertThat(home.load("sync.allow_insecure=true").sync().proxy().toString())
                .isEqualTo("http://proxy.example:3128");
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
