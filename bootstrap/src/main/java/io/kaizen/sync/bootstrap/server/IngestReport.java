package io.kaizen.sync.bootstrap.server;

import java.net.URI;

/** What an ingest server that stands alone says of itself. Shows no payload, no token and only the end of a key. */
public interface IngestReport extends IngestListener {

    /** The server takes requests at {@code url}. */
    void ready(URI url);

    /** The server has stopped, and this is all that it stored. */
    void summary(LedgerSnapshot snapshot);
}
