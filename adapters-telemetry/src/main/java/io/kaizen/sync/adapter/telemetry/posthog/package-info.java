/**
 * Events for PostHog. Start at {@link io.kaizen.sync.adapter.telemetry.posthog.PostHogExporter}.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry.posthog;

import org.jspecify.annotations.NullMarked;
