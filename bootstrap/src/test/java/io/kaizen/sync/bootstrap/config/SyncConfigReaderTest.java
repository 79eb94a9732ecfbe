package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SyncConfigReaderTest {

    private static final String SALT = "00112233445566778899aabbccddeeffAABBCCDDEEFF00112233445566778899";

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder);
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        assertThat(home.load().sync())
                .isEqualTo(new SyncConfig(
                        "",
                        Secret.of(""),
                        "",
                        Secret.of(""),
                        500,
                        1_000_000,
                        Duration.ofSeconds(10),
                        1.0,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(30),
                        12,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30),
                        OnPoison.DEAD_LETTER,
                        3,
                        1,
                        0,
                        false,
                        ProxySetting.OFF,
                        Optional.empty(),
                        new StorageConfig(Optional.empty(), PendingLimits.NONE, false)));
    }

    static Stream<Arguments> goodValues() {
        return Stream.of(
                good(
                        "endpoint = \"https://Ingest.Example.com:8443/Base//\"",
                        SyncConfig::endpoint,
                        "https://ingest.example.com:8443/Base"),
                good("endpoint = \"\"", SyncConfig::endpoint, ""),
                good("team_token = \"abc\\n\"", SyncConfig::teamToken, Secret.of("abc")),
                good("team_token = \"abc\\r\\n\"", SyncConfig::teamToken, Secret.of("abc")),
                good("team_id = \"Team Ä\"", SyncConfig::teamId, "Team Ä"),
                good("team_salt_hex = \"" + SALT + "\"", SyncConfig::teamSaltHex, Secret.of(SALT)),
                good("team_salt_hex = \"" + SALT + "\\n\"", SyncConfig::teamSaltHex, Secret.of(SALT)),
                good("team_salt_hex = \" \\t" + SALT + " \\r\\n\"", SyncConfig::teamSaltHex, Secret.of(SALT)),
                good("team_salt_hex = \"\"", SyncConfig::teamSaltHex, Secret.of("")),
                good("events_per_batch_max = 0", SyncConfig::eventsPerBatchMax, 1),
                good("events_per_batch_max = 1_000", SyncConfig::eventsPerBatchMax, 1000),
                good("max_body_bytes = 0", SyncConfig::maxBodyBytes, 1L),
                good("max_body_bytes = 1", SyncConfig::maxBodyBytes, 1L),
                good("max_body_bytes = 1073741824", SyncConfig::maxBodyBytes, 1L << 30),
                good("flush_interval_ms = 0", SyncConfig::flushInterval, Duration.ofMillis(100)),
                good("flush_interval_ms = 99", SyncConfig::flushInterval, Duration.ofMillis(100)),
                good("flush_interval_ms = 101", SyncConfig::flushInterval, Duration.ofMillis(101)),
                good("sample_rate = 0.25", SyncConfig::sampleRate, 0.25),
                good("sample_rate = 1", SyncConfig::sampleRate, 1.0),
                good("sample_rate = 0", SyncConfig::sampleRate, 0.0),
                good("retry_initial_ms = 1", SyncConfig::retryInitial, Duration.ofMillis(1)),
                good("retry_max_ms = 200", SyncConfig::retryMax, Duration.ofMillis(200)),
                good("retry_max_failures = 0", SyncConfig::retryMaxFailures, 0),
                good("max_retry_after_ms = 0", SyncConfig::maxRetryAfter, Duration.ZERO),
                good("request_timeout_ms = 5", SyncConfig::requestTimeout, Duration.ofMillis(5)),
                good("exporter_timeout_ms = 6", SyncConfig::exporterTimeout, Duration.ofMillis(6)),
                good("on_poison = \"stop\"", SyncConfig::onPoison, OnPoison.STOP),
                good("on_poison = \"dead_letter\"", SyncConfig::onPoison, OnPoison.DEAD_LETTER),
                good("gzip_level = 1", SyncConfig::gzipLevel, 1),
                good("gzip_level = 9", SyncConfig::gzipLevel, 9),
                good("retain_sent_days = 0", config -> config.storage().retainSentDays(), Optional.of(0)),
                good("retain_sent_days = 30", config -> config.storage().retainSentDays(), Optional.of(30)),
                good("max_pending_rows = 5", config -> config.storage().limits(), new PendingLimits(5, 0)),
                good("max_pending_bytes = 6", config -> config.storage().limits(), new PendingLimits(0, 6)),
                good("lanes = 1", SyncConfig::lanes, 1),
                good("lanes = 64", SyncConfig::lanes, 64),
                good("max_requests_per_second = 0.5", SyncConfig::maxRequestsPerSecond, 0.5),
                good("allow_insecure = true", SyncConfig::allowInsecure, true),
                good("project_name = \"gadget\"", SyncConfig::projectName, Optional.of("gadget")),
                good("project_name = \"\"", SyncConfig::projectName, Optional.of("")));
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void aGoodValueIsTaken(String line, Function<SyncConfig, Object> key, Object expected) {
        home.user("[sync]", line);

        assertThat(key.apply(home.load().sync())).isEqualTo(expected);
    }

    static Stream<Arguments> badValues() {
        String year = "31536000000";
        return Stream.of(
                bad("endpoint = 3", "must be text in quotes, not a number"),
                bad("team_token = true", "must be text in quotes, not true or false"),
                bad("team_id = [\"a\"]", "must be text in quotes, not an array"),
                bad("team_id = \"a\\r\\nb\"", "holds a line break or another control character"),
                bad("team_id = \"a\\ud83db\"", "holds half a character"),
                bad("team_id = \"a\\u0000b\"", "holds a line break or another control character"),
                bad("project_name = \"a\\u001bb\"", "holds a line break or another control character"),
                bad("events_per_batch_max = -1", "is -1; it must be 0 to 1000000"),
                bad("events_per_batch_max = 1000001", "is 1000001; it must be 0 to 1000000"),
                bad("events_per_batch_max = 99999999999999999999", "is out of range; it must be 0 to 1000000"),
                bad("events_per_batch_max = \"500\"", "must be a whole number, not text"),
                bad("events_per_batch_max = 5.0", "must be a whole number, not a number with a fraction"),
                bad("max_body_bytes = -1", "is -1; it must be 0 to 1073741824"),
                bad("max_body_bytes = 1073741825", "is 1073741825; it must be 0 to 1073741824"),
                bad("flush_interval_ms = -1", "is -1; it must be 0 to " + year),
                bad("flush_interval_ms = 31536000001", "is 31536000001; it must be 0 to " + year),
                bad("sample_rate = 1.01", "is 1.01; it must be 0 to 1"),
                bad("sample_rate = -0.1", "is -0.1; it must be 0 to 1"),
                bad("sample_rate = nan", "is NaN; it must be 0 to 1"),
                bad("sample_rate = 1e999999999", "is Infinity; it must be 0 to 1"),
                bad("sample_rate = \"1\"", "must be a number, not text"),
                bad("retry_initial_ms = 0", "is 0; it must be 1 to " + year),
                bad("retry_max_ms = 0", "is 0; it must be 1 to " + year),
                bad("retry_max_ms = 199", "makes sync.retry_max_ms (199) less than sync.retry_initial_ms (200)"),
                bad(
                        "retry_initial_ms = 30001",
                        "makes sync.retry_max_ms (30000) less than sync.retry_initial_ms (30001)"),
                bad("retry_max_failures = -1", "is -1; it must be 0 to 1000000"),
                bad("max_retry_after_ms = -1", "is -1; it must be 0 to " + year),
                bad("request_timeout_ms = 0", "is 0; it must be 1 to " + year),
                bad("exporter_timeout_ms = 0", "is 0; it must be 1 to " + year),
                bad("on_poison = \"skip\"", "must be \"dead_letter\" or \"stop\""),
                bad("gzip_level = 0", "is 0; it must be 1 to 9"),
                bad("gzip_level = 10", "is 10; it must be 1 to 9"),
                bad("retain_sent_days = -1", "is -1; it must be 0 to 36500"),
                bad("retain_sent_days = \"7\"", "must be a whole number"),
                bad("max_pending_rows = -1", "is -1; it must be "),
                bad("max_pending_bytes = 1.5", "must be a whole number"),
                bad("lanes = 0", "is 0; it must be 1 to 64"),
                bad("lanes = 65", "is 65; it must be 1 to 64"),
                bad("max_requests_per_second = -1", "is -1.0; it must be 0 to 1000000"),
                bad("max_requests_per_second = inf", "is Infinity; it must be 0 to 1000000"),
                bad("allow_insecure = 1", "must be true or false, not a number"),
                bad("allow_insecure = \"true\"", "must be true or false, not text"),
                bad("project_name = {a = 1}", "must be text in quotes, not a table"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void aBadValueIsAnErrorThatNamesFileLineKeyAndRange(String line, String problem) {
        home.user("# a comment", "[sync]", line);

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":3: sync." + line.substring(0, line.indexOf(' ')) + " ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abc def        | holds a blank",
                "abc\\ndef      | holds a blank",
                "abc\\n\\n      | holds a blank",
                "abc\\r         | holds a blank",
                "abc\\u0000     | holds a blank",
                "abcä           | holds a blank"
            })
    void f119_aTokenThatNoHeaderCanCarryIsRefusedAndNotShown(String token, String problem) {
        home.user("[sync]", "team_token = \"" + token + "\"");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":2: sync.team_token " + problem)
                .hasMessageNotContaining("abc");
    }

    @Test
    void f119_anEndlessTokenIsRefused() {
        home.env("KAIZEN_SYNC_TEAM_TOKEN", "t".repeat(4097));

        assertThatThrownBy(home::load)
                .hasMessage("KAIZEN_SYNC_TEAM_TOKEN: sync.team_token is longer than 4096 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "abc123, must be 64 hex digits and has 6 characters",
        "zz112233445566778899aabbccddeeffAABBCCDDEEFF00112233445566778899, must be 64 hex digits and has other characters"
    })
    void f121_aSaltThatIsNoneIsRefusedAndNotShown(String salt, String problem) {
        home.user("[sync]", "team_salt_hex = '" + salt + "'");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":2: sync.team_salt_hex " + problem)
                .hasMessageNotContaining(salt);
    }

    private static Arguments good(String line, Function<SyncConfig, Object> key, Object expected) {
        return Arguments.argumentSet(line.replaceAll("\\p{Cntrl}", "?"), line, key, expected);
    }

    private static Arguments bad(String line, String problem) {
        return Arguments.argumentSet(line, line, problem);
    }

    @Test
    void b13_theUserAnswersForAFileSystemOfTheNetworkByAKey() {
        assertThat(home.load().sync().storage().allowNetworkFs()).isFalse();

        home.user("[store]", "allow_network_fs = true");

        assertThat(home.load().sync().storage().allowNetworkFs()).isTrue();
    }

    @Test
    void b18_aNumberThatIsNotWholeIsCalledThat() {
        home.user("[sync]", "events_per_batch_max = 1e3");

        assertThatThrownBy(() -> home.load())
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("sync.events_per_batch_max must be a whole number, not a number with a fraction");
    }
}
