/**
 * The use cases. Start at {@link io.kaizen.sync.application.service.FlushOutboxService}.
 */
@NullMarked
package io.kaizen.sync.application.service;

import org.jspecify.annotations.NullMarked;
