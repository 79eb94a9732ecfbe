package io.kaizen.sync.testkit.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Chance from one seed, and the odd values that programs stumble over. Equal seeds throw equally. For one thread. */
public final class Dice {

    /** Whole numbers and almost-numbers around every edge that a type has, as text. */
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "255",
            "256",
            "2147483647",
            "2147483648",
            "-2147483648",
            "4294967295",
            "4294967296",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "1.0",
            "1e3",
            "1E-400",
            "1e999",
            "0.1",
            "-1.5",
            "9".repeat(40),
            "9".repeat(1_001));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "null",
            "true",
            "0",
            "\"",
            "\\",
            "'",
            "\n",
            "\r\n",
            "\t",
            "\u0000",
            "\u0007",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "\u00e9",
            "\u0130",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "\ud83d\ude00",
            "..",
            "../../etc/passwd",
            "%s%n",
            "{}",
            "${user.home}",
            "$(id)",
            "a b",
            "a=b",
            "#",
            "@",
            "--",
            "*".repeat(300));

    private final SplittableRandom random;
    private final long seed;

    /** Dice that throw as {@code seed} says. */
    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
        this.seed = seed;
    }

    /** What these dice were made from. */
    public long seed() {
        return seed;
    }

    /** A number from 0 to {@code bound} - 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Whether a thing happens that happens once in {@code n} times. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** One of {@code things}. */
    public <T> T of(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /** One of {@code texts}. */
    public String of(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** The same elements in another order. */
    public <T> List<T> shuffled(List<T> things) {
        List<T> shuffled = new ArrayList<>(things);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            shuffled.set(i, shuffled.set(below(i + 1), shuffled.get(i)));
        }
        return shuffled;
    }

    /** A number as text, often one at the edge of a type, sometimes one that is no whole number. */
    public String number() {
        return oneIn(4) ? Long.toString(random.nextLong() >> below(64)) : of(NUMBERS);
    }

    /** Text that programs stumble over, put together from some pieces, or very long; without halves of surrogate pairs. */
    public String text() {
        if (oneIn(500)) {
            return "x".repeat(between(8_000, 70_000));
        }
        StringBuilder text = new StringBuilder(of(TEXTS));
        while (oneIn(3)) {
            text.append(of(TEXTS));
        }
        return text.toString();
    }

    /** Noise of that length. */
    public byte[] noise(int length) {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) random.nextInt(256);
        }
        return noise;
    }

    /**
     * {@code sound} with one to three places changed: a byte set, some removed, a piece put in or in the place of others, or the rest cut off.
     *
     * @param pieces what may be put in
     */
    public byte[] spoilt(byte[] sound, List<String> pieces) {
        byte[] spoilt = sound;
        for (int left = between(1, 3); left > 0 && spoilt.length > 0; left--) {
            int at = below(spoilt.length);
            int end = Math.min(spoilt.length, at + below(8));
            byte[] piece = of(pieces).getBytes(UTF_8);
            spoilt = switch (below(5)) {
                case 0 -> splice(spoilt, at, at + 1, noise(1));
                case 1 -> splice(spoilt, at, end, new byte[0]);
                case 2 -> splice(spoilt, at, at, piece);
                case 3 -> splice(spoilt, at, end, piece);
                default -> splice(spoilt, oneIn(2) ? at : spoilt.length, spoilt.length, piece);
            };
        }
        return spoilt;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length + with.length);
        result.write(bytes, 0, from);
        result.writeBytes(with);
        result.write(bytes, to, bytes.length - to);
        return result.toByteArray();
    }
}
