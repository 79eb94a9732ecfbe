package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialSuccessTest {

    private static final ExportLogsServiceResponse ANSWER = ExportLogsServiceResponse.newBuilder()
            .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(300)
                    .setErrorMessage("zu groß"))
            .build();

    @Test
    void bothSignalsReportAlike() {
        byte[] ofSpans = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray();

        assertThat(PartialSuccess.read(ANSWER.toByteArray())).contains(new PartialSuccess(300, "zu groß"));
        assertThat(PartialSuccess.read(ofSpans)).contains(new PartialSuccess(2, "too old"));
    }

    @Test
    void fullSuccessReportsNothingAlsoWhereTheFieldIsThere() {
        byte[] empty = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.getDefaultInstance())
                .build()
                .toByteArray();

        assertThat(PartialSuccess.read(new byte[0])).isEmpty();
        assertThat(empty).isNotEmpty();
        assertThat(PartialSuccess.read(empty)).isEmpty();
    }

    @Test
    void aMessageAloneIsAWarning() {
        byte[] warning = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder().setErrorMessage("slow down"))
                .build()
                .toByteArray();

        assertThat(PartialSuccess.read(warning)).contains(new PartialSuccess(0, "slow down"));
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() {
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(7, UnknownFieldSet.Field.newBuilder().addVarint(-1).build())
                .addField(
                        8,
                        UnknownFieldSet.Field.newBuilder()
                                .addFixed32(1)
                                .addFixed64(2)
                                .build())
                .addField(
                        900,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ANSWER.toByteString())
                                .build())
                .build();
        ExportLogsPartialSuccess inner =
                ANSWER.getPartialSuccess().toBuilder().setUnknownFields(later).build();

        byte[] answer = ANSWER.toBuilder()
                .setPartialSuccess(inner)
                .setUnknownFields(later)
                .build()
                .toByteArray();

        assertThat(PartialSuccess.read(answer)).contains(new PartialSuccess(300, "zu groß"));
    }

    @Test
    void aMessageThatIsCutWithinACharacterDoesNotHideTheCount() {
        byte[] cut = ANSWER.toByteArray();
        cut[cut.length - 2] = (byte) 0xc3; // The first byte of a character, and after it the last byte of "ß".
        cut[cut.length - 1] = 'x';

        assertThat(PartialSuccess.read(cut)).contains(new PartialSuccess(300, "zu gro\ufffdx"));
    }

    @Test
    void aNegativeCountIsNone() {
        byte[] odd = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(-5)
                        .setErrorMessage("odd"))
                .build()
                .toByteArray();

        assertThat(PartialSuccess.read(odd)).contains(new PartialSuccess(0, "odd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "ok", "{\"partialSuccess\":{}}", "<html></html>", "\n\n", "\n\u007f"})
    void whatIsNotProtobufReportsNothing(String body) {
        assertThat(PartialSuccess.read(body.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"partialSuccess\":{\"rejectedLogRecords\":\"3\",\"errorMessage\":\"too old\"}}",
                " {\"partialSuccess\":{\"rejectedSpans\":3,\"errorMessage\":\"too old\"},\"x\":[1]}",
                "{\"partial_success\":{\"rejected_log_records\":3,\"error_message\":\"too old\"}}"
            })
    void b15_aReceiverThatAnswersInJsonIsUnderstoodToo(String body) {
        assertThat(PartialSuccess.read(body.getBytes(UTF_8))).contains(new PartialSuccess(3, "too old"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAtAllAreReadWithoutAFault(long seed) {
        Random random = new Random(seed);
        byte[] whole = ANSWER.toByteArray();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();

            assertThat(PartialSuccess.read(damaged)).isNotNull();
        }
    }
}
