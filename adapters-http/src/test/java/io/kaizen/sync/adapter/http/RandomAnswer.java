package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.testkit.fuzz.Dice;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a server writes in answer to one POST: statuses, headers and bodies of all sorts, in sound or unsound framing, cut, spoilt or
 * silent. Never says that a batch was stored if it was not, nor the other way round; that much a client has to be able to trust.
 *
 * @param bytes what is written, all at once
 * @param end what becomes of the connection then
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
record RandomAnswer(byte[] bytes, End end) {

    /**
     * Whether answers that belong to no request may follow those that are sound, on connections that stay open. A client can tell
     * them only by looking before it sends (B1).
     */
    static final boolean STRAYS = true;

    private static final Pattern PROOF = Pattern.compile("[ \t](?:202|409)");

    private static final List<Integer> NOT_STORED = List.of(
            200, 201, 204, 206, 300, 301, 302, 304, 307, 400, 400, 401, 403, 404, 405, 406, 410, 411, 413, 413, 418,
            421, 422, 422, 425, 429, 429, 431, 451, 499, 500, 501, 503, 503, 505, 507, 511, 599, 600, 999);

    /** The batch may be stored behind these. */
    private static final List<Integer> AMBIGUOUS = List.of(408, 502, 504);

    private static final List<String> HEADERS = List.of(
            "Date: Thu, 01 Jan 2026 00:00:00 GMT",
            "Date: yesterday",
            "Server: " + "s".repeat(500),
            "Retry-After: 0",
            "Retry-After: 3",
            "Retry-After: -1",
            "Retry-After: 99999999999999999999",
            "Retry-After: Thu, 01 Jan 2026 00:00:07 GMT",
            "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
            "Retry-After: soon",
            "Location: http://elsewhere.example/v1",
            "Location: \u001b]0;x\u0007",
            "Content-Type: text/html; charset=klingon",
            "Content-Encoding: gzip",
            "Content-Encoding: identity",
            "Set-Cookie: a=b",
            "Keep-Alive: timeout=5, max=1000",
            "Keep-Alive: timeout=-9",
            "X: \u00e9\u0001",
            "x:",
            "X-Folded: a\r\n b",
            "WWW-Authenticate: Basic realm=\"x\"",
            "Upgrade: h2c",
            "Trailer: X-Sum");

    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "{\"received\":2,\"deduped\":0}",
            "{\"received\":-1}",
            "{\"received\":1e999}",
            "{\"received\":99999999999999999999}",
            "{\"received\":\"2\"",
            "{\"message\":\"no\",\"field\":\"events[0].ts_ms\"}",
            "{\"field\":\"events[1]\"}",
            "{\"field\":\"events[99999999999]\"}",
            "{\"field\":\"events[-1]\"}",
            "{\"field\":7}",
            "[".repeat(3_000),
            "<html>\u001b[2J</html>",
            "\"" + "x".repeat(70_000) + "\"",
            "\u0000\u0001",
            "canary-token-4711");

    private static final List<String> NOISE = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            ":",
            " ",
            "\u0000",
            "Content-Length: 5\r\n",
            "Content-Length: -5\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 0, 0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: nonsense\r\n",
            "0\r\n\r\n",
            "ffffffffffffffff\r\n",
            "-1\r\n",
            "zz\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\n\r\n",
            "HTTP/2 ",
            "\u0016\u0003\u0001",
            "y".repeat(9_000));

    /** What becomes of the connection behind an answer. */
    enum End {
        OPEN,
        CLOSED,
        RESET
    }

    /** The answer to a batch that the server has. */
    static RandomAnswer ofStored(boolean knewIt, Dice dice) {
        if (dice.oneIn(6)) {
            return dice.oneIn(2) ? silence(dice) : made(dice.of(AMBIGUOUS), dice);
        }
        return made(knewIt ? 409 : 202, dice);
    }

    /** The answer to a batch that the server has not. */
    static RandomAnswer ofNotStored(Dice dice) {
        if (dice.oneIn(8)) {
            return dice.oneIn(2)
                    ? silence(dice)
                    : new RandomAnswer(withoutProof(dice.noise(dice.below(200))), End.CLOSED);
        }
        return made(dice.oneIn(10) ? dice.of(AMBIGUOUS) : dice.of(NOT_STORED), dice);
    }

    private static RandomAnswer silence(Dice dice) {
        return new RandomAnswer(new byte[0], dice.oneIn(2) ? End.CLOSED : End.RESET);
    }

    private static RandomAnswer made(int status, Dice dice) {
        byte[] sound = sound(status, dice);
        boolean isProof = status == 202 || status == 409;
        int statusEnd = new String(sound, UTF_8).lastIndexOf("HTTP/1.", firstHeader(sound)) + "HTTP/1.1 202".length();
        return switch (dice.below(isProof ? 5 : 6)) {
            case 0, 1 -> new RandomAnswer(STRAYS && dice.oneIn(4) ? withStray(sound, dice) : sound, End.OPEN);
            case 2 -> new RandomAnswer(sound, dice.oneIn(4) ? End.RESET : End.CLOSED);
            case 3 -> new RandomAnswer(Arrays.copyOf(sound, dice.below(sound.length)), End.CLOSED);
            case 4 -> {
                byte[] rest = Arrays.copyOfRange(sound, statusEnd, sound.length);
                byte[] spoilt = join(Arrays.copyOf(sound, statusEnd), dice.spoilt(rest, NOISE));
                yield new RandomAnswer(isProof || !proves(rest) ? spoilt : sound, End.CLOSED);
            }
            default -> {
                byte[] spoilt = dice.spoilt(sound, NOISE);
                yield new RandomAnswer(proves(spoilt) ? sound : spoilt, End.CLOSED);
            }
        };
    }

    /** In sound framing, so that the client knows its end while the connection stays open. */
    private static byte[] sound(int status, Dice dice) {
        StringBuilder head = new StringBuilder();
        while (dice.oneIn(8)) {
            head.append(dice.of("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"));
        }
        head.append("HTTP/1.1 ")
                .append(status)
                .append(dice.of(" OK", " ", "", " \u00e9", " 200 OK"))
                .append("\r\n");
        while (dice.oneIn(2)) {
            head.append(dice.of(HEADERS)).append("\r\n");
        }
        // None names an error: with one, a 409 would be no proof.
        byte[] body = dice.of(BODIES).getBytes(UTF_8);
        if (status == 204 || status == 304) {
            return bytes(head.append("\r\n"));
        }
        if (dice.oneIn(3)) {
            return join(bytes(head.append("Transfer-Encoding: chunked\r\n\r\n")), chunked(body, dice));
        }
        head.append(dice.of("Content-Length: ", "content-length:", "CONTENT-LENGTH:\t"))
                .append(body.length);
        return join(bytes(head.append("\r\n\r\n")), body);
    }

    private static byte[] chunked(byte[] body, Dice dice) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, dice.oneIn(2) ? 1 + dice.below(9) : body.length);
            length = body.length > 100 ? body.length - at : length;
            chunks.writeBytes((Integer.toHexString(length) + dice.of("", ";x=y", " ") + "\r\n").getBytes(UTF_8));
            chunks.write(body, at, length);
            chunks.writeBytes("\r\n".getBytes(UTF_8));
            at += length;
        }
        chunks.writeBytes(
                dice.of("0\r\n\r\n", "000\r\n\r\n", "0\r\nX-Sum: 1\r\n\r\n").getBytes(UTF_8));
        return chunks.toByteArray();
    }

    private static byte[] withStray(byte[] sound, Dice dice) {
        int status = dice.of(List.of(202, 202, 409, 400, 401, 408, 413, 503));
        byte[] stray = dice.oneIn(5) ? dice.of(NOISE).getBytes(UTF_8) : sound(status, dice);
        return join(sound, stray);
    }

    private static int firstHeader(byte[] answer) {
        String text = new String(answer, UTF_8);
        int at = 0;
        while (text.startsWith("HTTP/1.1 1", at)) {
            at = text.indexOf("\r\n\r\n", at) + 4;
        }
        return at;
    }

    private static byte[] withoutProof(byte[] noise) {
        return proves(noise) ? new byte[0] : noise;
    }

    private static boolean proves(byte[] answer) {
        return PROOF.matcher(new String(answer, UTF_8)).find();
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
