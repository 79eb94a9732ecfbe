package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.domain.report.StopReason;
import java.util.Optional;

/** What to do about a stop, for people; programs have its reason. */
final class Advice {

    private static final String LATER = "nothing is lost, the next flush tries again";

    private Advice() {}

    /** Empty where the stop's own message says it, or where there is nothing to be done. */
    static Optional<String> on(StopReason reason) {
        return switch (reason) {
            case REDIRECTED -> Optional.of("set sync.endpoint to the server itself, redirects are never followed");
            case CLIENT_ERROR ->
                Optional.of("check sync.endpoint, the team's rights and any proxy on the way; nothing is lost");
            case UNREACHABLE -> Optional.of("check sync.endpoint, sync.proxy and the network; " + LATER);
            case SERVER_ERROR -> Optional.of("the server is in trouble; " + LATER);
            case RATE_LIMITED -> Optional.of(LATER);
            case EXPORTER -> Optional.of("the exporter has to take it, or set telemetry.fail_open = true");
            case STORE, UNAUTHORIZED, DESTINATION_CHANGED, REJECTED, TOO_LARGE, MALFORMED, BUSY, INTERRUPTED ->
                Optional.empty();
        };
    }
}
