package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads one row of a body for what makes it the same row again. */
interface RowIdentityReader {

    /**
     * The row's identity.
     *
     * @param json stands at the row's opening brace, and is left at the closing one
     * @param place where the row is, for messages: {@code events[3]}
     * @throws RequestRefused 400 where the row lacks what its identity is made of
     */
    Fingerprint read(JsonParser json, String place) throws IOException, RequestRefused;
}
