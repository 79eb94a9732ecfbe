package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSaltTest {

    @TempDir
    private Path folder;

    @Test
    void k9_eachMachineHasASaltOfItsOwn() {
        Secret one = new TestHome(folder.resolve("one"))
                .load()
                .withSaltOfThisMachine()
                .sync()
                .teamSaltHex();
        Secret other = new TestHome(folder.resolve("other"))
                .load()
                .withSaltOfThisMachine()
                .sync()
                .teamSaltHex();

        assertThat(one.reveal()).matches("[0-9a-f]{64}").isNotEqualTo(other.reveal());
    }

    @Test
    void k9_theTeamsSaltIsTakenWhereThereIsOne() {
        TestHome home = new TestHome(folder).user("[sync]", "team_salt_hex = '" + "0f".repeat(32) + "'");

        assertThat(home.load().withSaltOfThisMachine().sync().teamSaltHex()).isEqualTo(Secret.of("0f".repeat(32)));
        assertThat(home.home().resolve("local_salt.hex")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 62, 63, 65, 66, 128})
    void k9_aSaltOfAnotherLengthIsNotUsed(int digits) throws Exception {
        TestHome home = new TestHome(folder);
        Files.writeString(home.home().resolve("local_salt.hex"), "a".repeat(digits));
        KaizenConfig config = home.load();

        assertThatThrownBy(config::withSaltOfThisMachine)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must hold 64 hex digits");
    }
}
