package io.kaizen.sync.bootstrap.wiring;

import java.security.Security;

/**
 * How long this process believes what name servers say. Java would keep a name for ever under some policies, and a failed look-up
 * longer than our first retries take.
 */
final class NameCaches {

    private static final String FOUND_SECONDS = "30";
    private static final String NOT_FOUND_SECONDS = "5";

    private NameCaches() {}

    /** Works for the whole process, and only if nothing has been looked up yet. */
    static void keepShort() {
        Security.setProperty("networkaddress.cache.ttl", FOUND_SECONDS);
        Security.setProperty("networkaddress.cache.negative.ttl", NOT_FOUND_SECONDS);
    }
}
