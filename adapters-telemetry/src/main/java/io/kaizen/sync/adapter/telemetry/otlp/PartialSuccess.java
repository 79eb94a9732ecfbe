package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.adapter.telemetry.http.AnswerFields;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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

    private static final int PARTIAL_SUCCESS = 1;
    private static final int REJECTED = 1;
    private static final int ERROR_MESSAGE = 2;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int WIRE_TYPE_BITS = 3;

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
        return rejected == 0 && message.isEmpty()
                ? Optional.empty()
                : Optional.of(new PartialSuccess(rejected, message));
    }

    private static long count(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    private static Optional<PartialSuccess> inProtobuf(byte[] body) {
        try {
            PartialSuccess found = new PartialSuccess(0, "");
            ByteBuffer in = ByteBuffer.wrap(body);
            while (in.hasRemaining()) {
                int tag = (int) varint(in);
                if (tag == tag(PARTIAL_SUCCESS, LENGTH_DELIMITED)) {
                    found = content(delimited(in));
                } else {
                    skip(in, tag);
                }
            }
            return found.equals(new PartialSuccess(0, "")) ? Optional.empty() : Optional.of(found);
        } catch (BufferUnderflowException | IllegalArgumentException notProtobuf) {
            return Optional.empty();
        }
    }

    private static PartialSuccess content(ByteBuffer in) {
        long rejected = 0;
        String message = "";
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            if (tag == tag(REJECTED, VARINT)) {
                rejected = varint(in);
            } else if (tag == tag(ERROR_MESSAGE, LENGTH_DELIMITED)) {
                message = UTF_8.decode(delimited(in)).toString();
            } else {
                skip(in, tag);
            }
        }
        return new PartialSuccess(Math.max(0, rejected), message);
    }

    private static int tag(int field, int wireType) {
        return (field << WIRE_TYPE_BITS) | wireType;
    }

    /** The part of {@code in} whose length stands in front of it; {@code in} then stands behind it. */
    private static ByteBuffer delimited(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private static void skip(ByteBuffer in, int tag) {
        switch (tag & ((1 << WIRE_TYPE_BITS) - 1)) {
            case VARINT -> varint(in);
            case FIXED64 -> in.getLong();
            case LENGTH_DELIMITED -> delimited(in);
            case FIXED32 -> in.getInt();
            default -> throw new IllegalArgumentException("no wire type of protobuf 3");
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("longer than any varint");
    }
}
