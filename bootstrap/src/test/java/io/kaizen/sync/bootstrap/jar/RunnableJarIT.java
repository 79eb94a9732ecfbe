package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnableJarIT {

    @TempDir
    private Path folder;

    @Test
    void looksAtTheOutboxWithoutAnHttpClient() throws Exception {
        CliFixture cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        for (String command : List.of("status", "verify")) {
            try (KaizenSyncJar look =
                    KaizenSyncJar.start(folder, List.of("-Xlog:class+load:stdout"), cli.arguments(command))) {
                assertThat(look.exitCode()).as(look.err()).isZero();
                assertThat(look.err()).isEmpty();
                assertThat(look.out())
                        .contains("io.kaizen.sync.bootstrap.Main")
                        .doesNotContain("org.apache.hc.")
                        .doesNotContain("io.github.resilience4j.");
            }
        }
    }

    @Test
    void isOneFileWithNothingButWhatItNeeds() throws Exception {
        try (JarFile jar = new JarFile(KaizenSyncJar.jar().toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();

            assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
                    .isEqualTo("ALL-UNNAMED");
            assertThat(jar.isMultiRelease()).isTrue();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .contains("META-INF/LICENSE", "META-INF/NOTICE", "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so")
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"))
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.startsWith("org/sqlite/native/FreeBSD"))
                    .noneMatch(name -> name.endsWith(".proto"));
            assertThat(names.stream().filter(name -> name.matches("org/sqlite/native/.*\\.(so|dylib|dll)")))
                    .hasSize(8);
        }
    }
}
