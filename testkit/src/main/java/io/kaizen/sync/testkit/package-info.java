/**
 * What tests of every module stand on: a contract for each port, which each of its implementations runs, and counterparts in
 * memory or on loopback. Start at {@link io.kaizen.sync.testkit.IngestGatewayContract}.
 */
@NullMarked
package io.kaizen.sync.testkit;

import org.jspecify.annotations.NullMarked;
