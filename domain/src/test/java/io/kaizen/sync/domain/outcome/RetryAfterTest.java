package io.kaizen.sync.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    /** Our clock is a year off, so that a test which used it would fail. */
    private static final Instant OUR_CLOCK = Instant.parse("2027-11-23T10:00:00Z");

    private static final String SERVER_CLOCK = "Mon, 23 Nov 2026 10:00:00 GMT";
    private static final long MOST = Integer.MAX_VALUE;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                // Seconds
                "0                                       | 0",
                "1                                       | 1",
                "7                                       | 7",
                "120                                     | 120",
                "` 5 `                                   | 5",
                "`\t5`                                   | 5",
                "007                                     | 7",
                "00                                      | 0",
                "2147483647                              | 2147483647",
                "2147483648                              | 2147483647",
                "99999999999                             | 2147483647",
                "9223372036854775807                     | 2147483647",
                "9223372036854775808                     | 2147483647",
                "99999999999999999999999999999999999999  | 2147483647",
                "00000000000000000000000000000000000005  | 5",
                // Dates, in all three forms
                "Mon, 23 Nov 2026 10:00:30 GMT           | 30",
                "Mon, 23 Nov 2026 10:00:00 GMT           | 0",
                "Tue, 24 Nov 2026 10:00:00 GMT           | 86400",
                "Tue, 01 Dec 2026 10:00:00 GMT           | 691200",
                "Tue, 1 Dec 2026 10:00:00 GMT            | 691200",
                "Monday, 23-Nov-26 10:01:00 GMT          | 60",
                "Tuesday, 01-Dec-26 10:00:00 GMT         | 691200",
                "Mon Nov 23 10:00:05 2026                | 5",
                "Tue Dec  1 10:00:00 2026                | 691200",
                "` Mon, 23 Nov 2026 10:00:30 GMT `       | 30",
                "mon, 23 nov 2026 10:00:30 gmt           | 30",
                // The weekday is nobody's proof
                "Fri, 23 Nov 2026 10:00:30 GMT           | 30",
                "Xyz, 23 Nov 2026 10:00:30 GMT           | 30",
                // Past and far
                "Mon, 23 Nov 2026 09:59:59 GMT           | 0",
                "Thu, 01 Jan 1970 00:00:00 GMT           | 0",
                "Fri, 31 Dec 9999 23:59:59 GMT           | 2147483647",
                "Sunday, 06-Nov-94 08:49:37 GMT          | 0",
                "Sunday, 23-Nov-75 10:00:00 GMT          | 1546300800",
                "Monday, 23-Nov-77 10:00:00 GMT          | 0",
                // Nothing to be read
                "``                                      | -",
                "`   `                                   | -",
                "soon                                    | -",
                "-1                                      | -",
                "+5                                      | -",
                "5.5                                     | -",
                "5s                                      | -",
                "0x10                                    | -",
                "1e3                                     | -",
                "5, 10                                   | -",
                "٥                                       | -",
                "５                                      | -",
                "`5\u0000`                               | -",
                "Mon, 23 Nov 2026 10:00:30               | -",
                "Mon, 23 Nov 2026 10:00:30 CET           | -",
                "Mon, 23 Nov 2026 10:00:30 +0000         | -",
                "Mon, 23 Nov 2026 25:00:30 GMT           | -",
                "Mon, 31 Feb 2026 10:00:30 GMT           | -",
                "Mon, 23 Foo 2026 10:00:30 GMT           | -",
                "23 Nov 2026 10:00:30 GMT                | -",
                "2026-11-23T10:00:30Z                    | -",
                "Mon, 23 Nov 26 10:00:30 GMT             | -",
                "Mon Nov 23 10:00:05                     | -",
            })
    void f23_f24_f25_f26_f63_isReadAgainstTheServersClock(String value, Long seconds) {
        assertThat(RetryAfter.parse(List.of(value), List.of(SERVER_CLOCK), OUR_CLOCK))
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @Test
    void f26_theFirstValueThatCanBeReadCounts() {
        assertThat(parse(List.of("soon", "9", "5"), List.of())).contains(Duration.ofSeconds(9));
        assertThat(parse(List.of("a", "b"), List.of())).isEmpty();
        assertThat(parse(List.of(), List.of())).isEmpty();
    }

    @Test
    void withoutADateOfTheServerOurClockCounts() {
        assertThat(parse(List.of("Tue, 23 Nov 2027 10:00:07 GMT"), List.of())).contains(Duration.ofSeconds(7));
        assertThat(parse(List.of("Tue, 23 Nov 2027 10:00:07 GMT"), List.of("now")))
                .contains(Duration.ofSeconds(7));
        assertThat(parse(List.of("Mon, 23 Nov 2026 10:00:07 GMT"), List.of("now", SERVER_CLOCK)))
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void f26_anyTextIsReadOrNotButNeverFails() {
        Random random = new Random(26);
        String letters = "0123456789 ,:-+.GMTMonNv\u0000\u0660é\t";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder value =
                    new StringBuilder(random.nextBoolean() ? "" : SERVER_CLOCK.substring(random.nextInt(29)));
            for (int j = random.nextInt(12); j > 0; j--) {
                char letter = random.nextInt(8) > 0
                        ? letters.charAt(random.nextInt(letters.length()))
                        : (char) random.nextInt(0x10000);
                value.insert(random.nextInt(value.length() + 1), letter);
            }
            String text = value.toString();
            assertThat(parse(List.of(text), List.of(text)).orElse(Duration.ZERO))
                    .as(text)
                    .isBetween(Duration.ZERO, Duration.ofSeconds(MOST));
        }
    }

    private static Optional<Duration> parse(List<String> values, List<String> dates) {
        return RetryAfter.parse(values, dates, OUR_CLOCK);
    }
}
