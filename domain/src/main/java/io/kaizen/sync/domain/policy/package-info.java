/**
 * The rules of the product: what follows from an outcome, when to try again, how to split. Start at {@link io.kaizen.sync.domain.policy.Judge}.
 */
@NullMarked
package io.kaizen.sync.domain.policy;

import org.jspecify.annotations.NullMarked;
