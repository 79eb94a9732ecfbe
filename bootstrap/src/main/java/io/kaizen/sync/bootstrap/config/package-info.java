/**
 * What is configured, from kaizen's two TOML files, the environment and {@code --set}: typed, checked, and with the place each
 * value comes from. Start at {@link io.kaizen.sync.bootstrap.config.ConfigLoader}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.config;

import org.jspecify.annotations.NullMarked;
