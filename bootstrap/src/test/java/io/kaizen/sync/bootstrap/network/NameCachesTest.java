package io.kaizen.sync.bootstrap.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import java.nio.file.Path;
import java.security.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameCachesTest {

    private static final String FOUND = "networkaddress.cache.ttl";
    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";

    @TempDir
    private Path folder;

    @Test
    void f54_aFlushBelievesNameServersForAShortTimeOnly() {
        Security.setProperty(FOUND, "-1");
        Security.setProperty(NOT_FOUND, "-1");
        CliFixture cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        cli.config("http://127.0.0.1:1");

        cli.run("run", "--once");

        assertThat(Security.getProperty(FOUND)).isEqualTo("30");
        assertThat(Security.getProperty(NOT_FOUND)).isEqualTo("5");
    }
}
