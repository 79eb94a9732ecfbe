package io.kaizen.sync.adapter.http.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedTlsTest {

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200, true",
        "HTTP/1.0 404, true",
        "HTTP/1.1 400, false",
        "HTTP/1.1 301, false",
        "220 smtp.exa, false",
        "'', false"
    })
    void o5_aServerThatMaySpeakTlsKeepsTheRestOfItsTime(String inTheClear, boolean expected) {
        assertThat(WatchedTls.isWithoutTls(inTheClear)).isEqualTo(expected);
    }
}
