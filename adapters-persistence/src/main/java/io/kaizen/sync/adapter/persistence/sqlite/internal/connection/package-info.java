/** The open file: its connections, who may use them when, and transactions. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import org.jspecify.annotations.NullMarked;
