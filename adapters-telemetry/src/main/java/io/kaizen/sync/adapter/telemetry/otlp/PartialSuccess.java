package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.kaizen.sync.adapter.telemetry.http.AnswerFields;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a receiver says beside its 200 where it did not keep everything, or wants to warn. {@code ExportLogsServiceResponse} and
 * {@code ExportTraceServiceResponse} number these fields alike.
 *
 * @param rejected how many items it threw away; 0 for a mere warning
 * @param message its own words, not tamed
 */
record PartialSuccess(long rejected, String message) {

    /**
     * Reads an answer's body, in protobuf or in JSON, whatever was asked for: some receivers know only one. Empty if it reports nothing;
     * also if it is neither, for there are receivers that answer with a word, and the status has said already that they took the request.
     */
    static Optional<PartialSuccess> read(byte[] body) {
        // No message in protobuf begins like a JSON object: its first byte would be a group, which protobuf 3 does not
        // have.
        return AnswerFields.in(body).map(PartialSuccess::inJson).orElseGet(() -> inProtobuf(body));
    }

    /** Names are in camel case (protobuf's JSON mapping), or as in the definition; 64-bit numbers are texts. */
    private static Optional<PartialSuccess> inJson(Map<String, String> fields) {
        long rejected = 0;
        String message = "";
        for (Map.Entry<String, String> field : fields.entrySet()) {
            switch (field.getKey().replace("_", "").toLowerCase(Locale.ROOT)) {
                case "partialsuccess.rejectedlogrecords", "partialsuccess.rejectedspans" ->
                    rejected = count(field.getValue());
                case "partialsuccess.errormessage" -> message = field.getValue();
                default -> {}
            }
        }
        return of(rejected, message);
    }

    private static long count(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    /** Reads untyped fields, since the typed classes refuse an answer whose message is not valid UTF-8, and its count with it. */
    private static Optional<PartialSuccess> inProtobuf(byte[] body) {
        try {
            UnknownFieldSet answer = UnknownFieldSet.parseFrom(body);
            ByteString partial = last(
                    answer.getField(ExportLogsServiceResponse.PARTIAL_SUCCESS_FIELD_NUMBER)
                            .getLengthDelimitedList(),
                    ByteString.EMPTY);
            UnknownFieldSet fields = UnknownFieldSet.parseFrom(partial);
            long rejected = last(
                    fields.getField(ExportLogsPartialSuccess.REJECTED_LOG_RECORDS_FIELD_NUMBER)
                            .getVarintList(),
                    0L);
            ByteString message = last(
                    fields.getField(ExportLogsPartialSuccess.ERROR_MESSAGE_FIELD_NUMBER)
                            .getLengthDelimitedList(),
                    ByteString.EMPTY);
            return of(Math.max(0, rejected), message.toStringUtf8());
        } catch (InvalidProtocolBufferException notProtobuf) {
            return Optional.empty();
        }
    }

    private static Optional<PartialSuccess> of(long rejected, String message) {
        return rejected == 0 && message.isEmpty()
                ? Optional.empty()
                : Optional.of(new PartialSuccess(rejected, message));
    }

    /** The last value counts where a field that is not repeated is sent several times. */
    private static <T> T last(List<T> values, T otherwise) {
        return values.isEmpty() ? otherwise : values.get(values.size() - 1);
    }
}
