package io.kaizen.sync.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ExporterContract;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DevExporterTest extends ExporterContract {

    private static final Pattern LINE = Pattern.compile("(\\w+): (\\d+) items?");

    private final List<String> lines = new ArrayList<>();

    @Override
    protected Exporter newExporter() {
        return new DevExporter(lines::add);
    }

    @Override
    protected List<Taken> taken() {
        return lines.stream().map(DevExporterTest::parse).toList();
    }

    private static Taken parse(String line) {
        Matcher matcher = LINE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return new Taken(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Test
    void theLineSaysKindAndNumberOfItems() throws Exception {
        Exporter exporter = newExporter();

        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, 2));
        exporter.export(SampleBatches.of(BatchKind.SESSION_FEEDBACK, 1));

        assertThat(lines).containsExactly("tool_spans: 2 items", "session_feedback: 1 item");
    }

    @Test
    void severalOfThemHaveNamesOfTheirOwn() {
        assertThat(new DevExporter(lines::add).name()).isEqualTo("dev");
        assertThat(new DevExporter("dev-2", lines::add).name()).isEqualTo("dev-2");
    }
}
