package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** In the matrix: the versions that are asked for are those on the class path, each once. */
class LibraryVersionsTest {

    @Test
    void e1_theLibrariesAreOfTheVersionsThatAreAskedFor() throws Exception {
        String libraries = System.getProperty("libraries", "");
        assumeTrue(!libraries.isEmpty(), "only the matrix asks for versions");

        var jars = Collections.list(getClass().getClassLoader().getResources("META-INF/MANIFEST.MF")).stream()
                .map(URL::toString)
                .toList();

        assertThat(Arrays.asList(libraries.split(" "))).allSatisfy(library -> {
            String name = library.substring(0, library.indexOf('='));
            assertThat(jars)
                    .filteredOn(jar -> jar.matches(".*/" + name + "-\\d[^/]*\\.jar!.*"))
                    .singleElement()
                    .asString()
                    .contains("/" + library.replace('=', '-') + ".jar!");
        });
    }
}
