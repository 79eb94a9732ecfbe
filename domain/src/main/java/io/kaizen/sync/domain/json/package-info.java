/**
 * JSON's notation, for the little JSON that is not copied from somewhere. Start at {@link io.kaizen.sync.domain.json.JsonText}.
 */
@NullMarked
package io.kaizen.sync.domain.json;

import org.jspecify.annotations.NullMarked;
