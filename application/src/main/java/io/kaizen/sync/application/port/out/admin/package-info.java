/** What operators and upkeep need of a durable outbox. */
@NullMarked
package io.kaizen.sync.application.port.out.admin;

import org.jspecify.annotations.NullMarked;
