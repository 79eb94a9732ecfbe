package io.kaizen.sync.adapter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the published encoding, and against the official reader and writer. */
class ProtoWriterTest {

    private final ProtoWriter out = new ProtoWriter();

    @Test
    void aVarintHasSevenBitsPerByteTheLowestFirst() {
        out.varint(1, 150);

        assertThat(out.toByteArray()).isEqualTo(hex("089601"));
    }

    @Test
    void aFixed64HasItsLowestByteFirst() {
        out.fixed64(7, 0x0102030405060708L);

        assertThat(out.toByteArray()).isEqualTo(hex("390807060504030201"));
    }

    @Test
    void aStringStandsBehindItsLengthInBytes() {
        out.string(2, "ä");

        assertThat(out.toByteArray()).isEqualTo(hex("1202c3a4"));
    }

    @Test
    void aMessageStandsBehindItsLength() {
        out.message(3, inner -> inner.varint(1, 150));

        assertThat(out.toByteArray()).isEqualTo(hex("1a03089601"));
    }

    @Test
    void aFieldNumberFromSixteenOnTakesTwoBytes() {
        out.varint(16, 1);

        assertThat(out.toByteArray()).isEqualTo(hex("800101"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16383, 16384, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void varintsAreAsTheOfficialWriterWritesThem(long value) throws IOException {
        out.varint(5, value);

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        CodedOutputStream official = CodedOutputStream.newInstance(expected);
        official.writeUInt64(5, value);
        official.flush();
        assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(ProtoWriter.sizeOfVarint(value)).isEqualTo(CodedOutputStream.computeUInt64SizeNoTag(value));
    }

    /** Where the length takes another byte, the content has to move. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 124, 125, 126, 127, 128, 129, 16_380, 16_383, 16_384, 3_000_000})
    void nestedMessagesOfAnyLengthAreReadBack(int length) throws IOException {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 0x5a);
        out.message(1, outer -> {
            outer.message(2, inner -> inner.bytes(3, content));
            outer.varint(4, 9);
        });
        out.varint(5, 8);

        CodedInputStream in = CodedInputStream.newInstance(out.toByteArray());
        assertThat(in.readTag()).isEqualTo(tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED));
        int end = in.pushLimit(in.readRawVarint32());
        assertThat(in.readTag()).isEqualTo(tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED));
        int innerEnd = in.pushLimit(in.readRawVarint32());
        assertThat(in.readTag()).isEqualTo(tag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED));
        assertThat(in.readByteArray()).isEqualTo(content);
        assertThat(in.isAtEnd()).isTrue();
        in.popLimit(innerEnd);
        assertThat(in.readTag()).isEqualTo(tag(4, WireFormat.WIRETYPE_VARINT));
        assertThat(in.readRawVarint32()).isEqualTo(9);
        assertThat(in.isAtEnd()).isTrue();
        in.popLimit(end);
        assertThat(in.readTag()).isEqualTo(tag(5, WireFormat.WIRETYPE_VARINT));
        assertThat(in.readRawVarint32()).isEqualTo(8);
        assertThat(in.isAtEnd()).isTrue();
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
