package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.application.port.out.network.EnvironmentProxies;
import io.kaizen.sync.application.port.out.network.HttpProxy;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The key {@code sync.proxy}: none, one proxy for everything, or those of the environment. Prints without user and password. Immutable.
 *
 * @param choice which proxy a request goes through
 * @param shown as the setting is shown
 */
record ProxySetting(ProxyChoice choice, String shown) implements ProxyChoice {

    static final ProxySetting OFF = new ProxySetting(ProxyChoice.DIRECT, "");

    private static final String ENVIRONMENT = "env";

    static ProxySetting of(RawValue value, Map<String, String> environment) {
        String text = value.text().strip();
        try {
            if (text.isEmpty()) {
                return OFF;
            }
            if (text.equals(ENVIRONMENT)) {
                return ofEnvironment(environment);
            }
            HttpProxy proxy = HttpProxy.parse(text);
            return new ProxySetting(ProxyChoice.of(proxy), "http://" + proxy.address());
        } catch (IllegalArgumentException wrong) {
            throw value.wrong(wrong.getMessage()
                    + "; or \"env\" for the variables https_proxy, http_proxy, all_proxy and no_proxy");
        }
    }

    private static ProxySetting ofEnvironment(Map<String, String> environment) {
        try {
            return new ProxySetting(EnvironmentProxies.in(environment), ENVIRONMENT);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("sync.proxy is \"env\", but " + wrong.getMessage(), wrong);
        }
    }

    @Override
    public Optional<HttpProxy> proxyFor(URI target) {
        return choice.proxyFor(target);
    }

    @Override
    public String toString() {
        return shown;
    }
}
