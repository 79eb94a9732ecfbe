/**
 * The outbox on SQLite, in a file of our own or in kaizen's. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox}; the ports'
 * implementations are beside it, what they are made of is in {@code internal}.
 */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite;

import org.jspecify.annotations.NullMarked;
