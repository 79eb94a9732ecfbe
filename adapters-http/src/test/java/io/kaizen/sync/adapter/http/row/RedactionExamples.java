package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The examples among the test resources: payloads and what is left of them, which the document shows and a test tries. */
final class RedactionExamples {

    /** An example with a word on what it shows. */
    record Example(String section, String what, String payload, String redacted) {
        @Override
        public String toString() {
            return section + ": " + what;
        }
    }

    private RedactionExamples() {}

    static List<Example> all() {
        try (InputStream file = RedactionExamples.class.getResourceAsStream("/redaction-examples.tsv")) {
            String section = "";
            List<Example> examples = new ArrayList<>();
            for (String line : new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).split("\n")) {
                if (line.startsWith("# ")) {
                    section = line.substring(2);
                } else {
                    String[] cells = line.split("\t");
                    examples.add(new Example(section, cells[0], cells[1], cells[2]));
                }
            }
            return examples;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
