package io.kaizen.sync.domain.outcome;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date in any of the three forms of section 5.6.7. A date is
 * taken relative to the answer's own {@code Date}, so that our clock need not agree with the server's.
 */
public final class RetryAfter {

    /** What no wait exceeds: 2^31 - 1 seconds, the number that RFC 9111, section 1.2.2, has for "more than fits". */
    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /** The name of the weekday tells nothing that the date does not, and is wrong more often. */
    private static final Pattern WEEKDAY = Pattern.compile("(?:[A-Za-z]{3}|[A-Za-z]{6,9}),? +(.*)");

    private static final DateTimeFormatter IMF_FIXDATE = strict(form("d MMM uuuu HH:mm:ss 'GMT'"));
    private static final DateTimeFormatter ASCTIME = strict(form("MMM ppd HH:mm:ss uuuu"));

    private RetryAfter() {}

    /**
     * The first value that can be read.
     *
     * @param values the header's values, one for each time it is given
     * @param dates the values of the {@code Date} header
     * @param now used where there is no date that can be read
     * @return how long to wait, zero for a date that is past, never more than 68 years; empty if no value can be read
     */
    public static Optional<Duration> parse(List<String> values, List<String> dates, Instant now) {
        Instant sent = first(dates.stream().map(date -> date(date.strip(), now)).toList())
                .orElse(now);
        return first(values.stream().map(value -> wait(value.strip(), sent)).toList());
    }

    private static <T> Optional<T> first(List<Optional<T>> candidates) {
        return candidates.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<Duration> wait(String value, Instant sent) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(seconds(value));
        }
        return date(value, sent).map(date -> clamp(Duration.between(sent, date)));
    }

    private static Duration seconds(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 10 ? LONGEST : clamp(Duration.ofSeconds(Long.parseLong(significant)));
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Optional<Instant> date(String value, Instant near) {
        Matcher weekday = WEEKDAY.matcher(value);
        if (!weekday.matches()) {
            return Optional.empty();
        }
        String date = weekday.group(1);
        return parse(IMF_FIXDATE, date).or(() -> parse(ASCTIME, date)).or(() -> parse(rfc850(near), date));
    }

    private static Optional<Instant> parse(DateTimeFormatter form, String date) {
        try {
            return Optional.of(LocalDateTime.parse(date, form).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException otherForm) {
            return Optional.empty();
        }
    }

    /** Its year has two digits; one that would lie more than 50 years ahead is of the century before. */
    private static DateTimeFormatter rfc850(Instant near) {
        int earliestYear = near.atOffset(ZoneOffset.UTC).getYear() - 49;
        return strict(form("d-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, earliestYear)
                .appendPattern(" HH:mm:ss 'GMT'"));
    }

    private static DateTimeFormatterBuilder form(String pattern) {
        return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    }

    /** Otherwise the 31st of February is the 28th. */
    private static DateTimeFormatter strict(DateTimeFormatterBuilder form) {
        return form.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
}
