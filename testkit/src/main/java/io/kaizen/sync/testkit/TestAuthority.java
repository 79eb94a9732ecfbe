package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Issues certificates, good ones and bad ones, with the JDK's keytool. For one thread. */
public final class TestAuthority {

    /** Of {@code -startdate}: a certificate that is good for some days. */
    public static final String SINCE_YESTERDAY = "-1d";

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String VALID_DAYS = "5";

    private final Path folder;
    private final Path file;
    private int issued;

    /** Makes its own certificate, and keeps its files in {@code folder}. */
    public TestAuthority(Path folder) throws Exception {
        this.folder = folder;
        this.file = folder.resolve("authority.p12");
        keytool("ca", SINCE_YESTERDAY, "-ext", "bc:c=ca:true");
    }

    /** For a server at {@code name} ({@code ip:127.0.0.1}, {@code dns:ingest.example}), vouched for by this authority. */
    public SSLContext server(String name, String startDate) throws Exception {
        return issue(name, startDate, "-signer", "ca");
    }

    /** For a server that vouches for itself. */
    public SSLContext selfSigned(String name) throws Exception {
        return issue(name, SINCE_YESTERDAY);
    }

    /** For a client that trusts this authority alone. */
    public SSLContext client() throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", load().getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private SSLContext issue(String name, String startDate, String... signer) throws Exception {
        String alias = "server" + issued++;
        List<String> options = new ArrayList<>(List.of("-ext", "san=" + name));
        options.addAll(List.of(signer));
        keytool(alias, startDate, options.toArray(String[]::new));
        KeyStore all = load();
        KeyStore own = empty();
        own.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore load() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private void keytool(String alias, String startDate, String... options) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(keytool, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
        command.addAll(List.of("-dname", "CN=" + alias, "-startdate", startDate, "-validity", VALID_DAYS));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-keystore", file.toString()));
        command.addAll(List.of(options));
        Path log = folder.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> "keytool: " + log).isZero();
    }
}
