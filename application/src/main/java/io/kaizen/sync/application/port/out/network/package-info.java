/** Proxies that requests go through. */
@NullMarked
package io.kaizen.sync.application.port.out.network;

import org.jspecify.annotations.NullMarked;
