/**
 * What must not leave the machine, as rules that are data, and the replacing of it in strings and keys of a JSON document. Start at
 * {@link io.kaizen.sync.domain.redaction.Redactor}.
 */
@NullMarked
package io.kaizen.sync.domain.redaction;

import org.jspecify.annotations.NullMarked;
