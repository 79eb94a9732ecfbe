/**
 * Rows on their way to the ingest server: encoding, redaction, hashes and keys. Start at
 * {@link io.kaizen.sync.adapter.http.row.JacksonRowEncoder}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.row;

import org.jspecify.annotations.NullMarked;
