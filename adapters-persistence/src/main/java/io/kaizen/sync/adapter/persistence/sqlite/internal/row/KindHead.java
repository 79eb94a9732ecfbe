package io.kaizen.sync.adapter.persistence.sqlite.internal.row;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;

/** A kind that has pending rows, and the oldest of them; walking backwards, the youngest. */
public record KindHead(BatchKind kind, RowId oldest) {}
