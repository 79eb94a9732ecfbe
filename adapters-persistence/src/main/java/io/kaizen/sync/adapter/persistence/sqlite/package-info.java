/**
 * The outbox on SQLite, in a file of our own or in kaizen's. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.SqliteDatabase}.
 */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite;

import org.jspecify.annotations.NullMarked;
