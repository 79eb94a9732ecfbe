/** The tables of a file: which columns kaizen's table has, and how ours are made and brought up to date. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import org.jspecify.annotations.NullMarked;
