/** Which HTTP proxy a request goes through, if any. Begin with {@link io.kaizen.sync.domain.proxy.ProxyChoice}. */
@NullMarked
package io.kaizen.sync.domain.proxy;

import org.jspecify.annotations.NullMarked;
