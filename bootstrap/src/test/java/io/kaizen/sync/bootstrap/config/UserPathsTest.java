package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathsTest {

    private final UserPaths paths = new UserPaths(Map.of("HOME", "/home/ann"));

    @ParameterizedTest
    @CsvSource({
        "~,         /home/ann",
        "~/,        /home/ann",
        "~/a/b,     /home/ann/a/b",
        "/a/~/b,    /a/~/b",
        "a/~,       a/~",
        "./~ann,    ./~ann",
        "a~,        a~",
    })
    void b12_aTildeAtTheBeginningIsTheUsersHome(String written, Path meant) {
        assertThat(paths.parse("--home", written)).isEqualTo(meant);
    }

    @Test
    void b12_theHomeOfAnotherUserIsNotGuessed() {
        assertThatThrownBy(() -> paths.parse("--db", "~bob/x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("--db begins with ~bob", "./~bob");
    }

    @Test
    void b12_nothingIsNoPath() {
        assertThatThrownBy(() -> paths.parse("--workspace", ""))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--workspace must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "~", "home/ann"})
    void b12_aHomeMustBeNamedByItsWholePath(String home) {
        UserPaths relative = new UserPaths(Map.of("HOME", home));

        assertThatThrownBy(() -> relative.parse("--home", "~/x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("HOME is not an absolute path");
    }

    @Test
    void b3_aHomeThatTheLocaleHasDamagedIsNamed() {
        UserPaths damaged = new UserPaths(Map.of("HOME", "/home/J\uFFFD\uFFFDrg"));

        assertThatThrownBy(() -> damaged.parse("--home", "~/x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("HOME cannot be read")
                .hasMessageContaining("LC_ALL");
    }

    @Test
    void b3_whatTheLocaleHasDamagedIsNoPath() {
        assertThatThrownBy(() -> paths.parse("KAIZEN_HOME", "/home/J\uFFFD\uFFFDrg"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("LC_ALL");
    }
}
