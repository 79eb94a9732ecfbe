/** SQLite's driver: its native library, connections, error codes and statements. Knows none of our tables. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import org.jspecify.annotations.NullMarked;
