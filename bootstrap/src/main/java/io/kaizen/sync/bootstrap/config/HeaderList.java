package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads headers as OpenTelemetry writes them: {@code name=value,name=value}, each value percent-encoded as in W3C Baggage
 * ("OpenTelemetry Protocol Exporter", section "Specifying headers via environment variables"). A plus is a plus. A message names
 * an entry by its number: names too are a secret where somebody forgot the equals sign.
 */
final class HeaderList {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern SENDABLE = Pattern.compile("[ -~]*");
    private static final Pattern ESCAPE = Pattern.compile("%(?<digits>[0-9A-Fa-f]{2})?");

    /** What the request itself decides. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "host",
            "transfer-encoding");

    private final RawValue list;
    private final Map<String, Secret> headers = new LinkedHashMap<>();

    private HeaderList(RawValue list) {
        this.list = list;
    }

    /**
     * The headers of {@code list} by name in lower case, in order; empty entries are passed over.
     *
     * @throws ConfigException if an entry is not one; it shows nothing of it
     */
    static Map<String, Secret> parse(RawValue list) {
        HeaderList reading = new HeaderList(list);
        int number = 0;
        for (String entry : list.text().split(",", -1)) {
            number++;
            if (!entry.isBlank()) {
                reading.add(entry, number);
            }
        }
        return Collections.unmodifiableMap(reading.headers);
    }

    private void add(String entry, int number) {
        int equals = entry.indexOf('=');
        if (equals < 0) {
            throw wrong(number, "has no equals sign; write name=value,name=value");
        }
        String name = entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw wrong(number, "begins with what is no name of a header");
        }
        if (OURS.contains(name)) {
            throw wrong(number, "names a header that the request itself decides");
        }
        String value = decode(entry.substring(equals + 1).strip(), number);
        if (!SENDABLE.matcher(value).matches()) {
            throw wrong(number, "holds a line break or another character that no header may hold");
        }
        if (headers.put(name, Secret.of(value)) != null) {
            throw wrong(number, "names a header for the second time");
        }
    }

    private String decode(String text, int number) {
        Matcher escapes = ESCAPE.matcher(text);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length());
        int rest = 0;
        while (escapes.find()) {
            if (escapes.group("digits") == null) {
                throw wrong(number, "has a percent sign without two hex digits; write %25 for the sign itself");
            }
            decoded.writeBytes(text.substring(rest, escapes.start()).getBytes(StandardCharsets.UTF_8));
            decoded.write(Integer.parseInt(escapes.group("digits"), 16));
            rest = escapes.end();
        }
        decoded.writeBytes(text.substring(rest).getBytes(StandardCharsets.UTF_8));
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private ConfigException wrong(int number, String problem) {
        return list.wrong("is not a list of headers: entry " + number + " " + problem + " (it is not shown)");
    }
}
