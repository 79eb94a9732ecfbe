package io.kaizen.sync.adapter.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Whether a token would travel in the clear. */
public final class PlainHttp {

    private static final String BYTE = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\." + BYTE + "){3}");

    private PlainHttp() {}

    /**
     * Whether what goes to {@code url}, which has a host, can be read on its way: plain http that leaves this machine. Asks no name
     * server.
     */
    public static boolean isReadableByOthers(URI url) {
        return "http".equalsIgnoreCase(url.getScheme()) && !isLoopback(url.getHost());
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || IPV4_LOOPBACK.matcher(host).matches() || isIpv6Loopback(host);
    }

    /** Asks no name server: what stands in brackets is an address. */
    private static boolean isIpv6Loopback(String host) {
        if (!host.startsWith("[")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException notAnAddressHere) {
            return false;
        }
    }
}
