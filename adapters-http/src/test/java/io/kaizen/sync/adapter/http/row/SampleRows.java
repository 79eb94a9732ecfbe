package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The sample rows among the test resources. */
public final class SampleRows {

    /** A row with a word on why it is there. */
    record Case(String why, String kind, String raw) {
        @Override
        public String toString() {
            return kind + ": " + why;
        }
    }

    private SampleRows() {}

    public static List<String> valid(BatchKind kind) {
        return lines(kind.name());
    }

    static List<Case> oddButValid() {
        return cases("odd-but-valid");
    }

    static List<Case> malformed() {
        return cases("malformed");
    }

    private static List<Case> cases(String file) {
        ObjectMapper mapper = new ObjectMapper();
        return lines(file).stream().map(line -> readCase(mapper, line)).toList();
    }

    private static Case readCase(ObjectMapper mapper, String line) {
        try {
            return mapper.readValue(line, Case.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> lines(String file) {
        String path = "/samples/" + file + ".ndjson";
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SampleRows.class.getResourceAsStream(path), path), UTF_8))) {
            return reader.lines().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
