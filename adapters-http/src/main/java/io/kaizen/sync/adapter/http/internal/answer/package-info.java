/**
 * What an answer of the ingest server means. Start at {@link io.kaizen.sync.adapter.http.internal.answer.IngestResponseClassifier}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.internal.answer;

import org.jspecify.annotations.NullMarked;
