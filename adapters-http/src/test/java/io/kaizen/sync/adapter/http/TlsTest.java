package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends AgainstScriptedIngest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void aServerWithAKnownCertificateIsTalkedTo() throws Exception {
        SSLContext tls = contextWithCertificateFor("ip:127.0.0.1");

        assertThat(send(tlsServer(tls), () -> tls)).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void aCertificateThatNobodyKnowsIsRefusedBeforeAnythingIsSent() throws Exception {
        ScriptedIngest server = tlsServer(contextWithCertificateFor("ip:127.0.0.1"));

        assertRefused(server, send(server, SSLContext::getDefault));
    }

    @Test
    void aCertificateForAnotherHostIsRefusedBeforeAnythingIsSent() throws Exception {
        SSLContext tls = contextWithCertificateFor("dns:elsewhere.example");
        ScriptedIngest server = tlsServer(tls);

        assertRefused(server, send(server, () -> tls));
    }

    @Test
    void aServerThatSpeaksNoTlsIsNotSpokenToInTheClear() throws Exception {
        ingest.reply(Reply.raw(""));
        HttpIngestGateway gateway = gateway(settings(ingest.endpoint().replace("http:", "https:"), PATIENCE));
        ingest.reply(wire -> {
            wire.send("220 smtp.example ESMTP\r\n");
            wire.close();
        });

        IngestOutcome outcome = gateway.send(SampleBatches.events(1), once());

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void plainHttpLoadsNoTrustStore() {
        ingest.reply(Reply.answer(202));

        assertThat(send(ingest, () -> {
                    throw new AssertionError("asked for TLS");
                }))
                .isEqualTo(Accepted.UNCOUNTED);
    }

    private static void assertRefused(ScriptedIngest server, IngestOutcome outcome) {
        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isFalse();
        assertThat(((Unreachable) outcome).message()).startsWith("TLS: ");
        assertThat(server.requests()).isEmpty();
    }

    private IngestOutcome send(ScriptedIngest server, Callable<SSLContext> tls) {
        HttpIngestGateway gateway = closedInTheEnd(new HttpIngestGateway(
                settings(server.endpoint(), PATIENCE), InstantSource.system(), SystemDefaultDnsResolver.INSTANCE, tls));
        return gateway.send(SampleBatches.events(1), once());
    }

    private ScriptedIngest tlsServer(SSLContext tls) throws Exception {
        ServerSocket socket = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return closedInTheEnd(ScriptedIngest.start(socket, "https"));
    }

    /** A context whose certificate is fresh, signed by itself and trusted by itself alone. */
    private SSLContext contextWithCertificateFor(String alternativeName) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(newKeyStore(alternativeName))) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Path newKeyStore(String alternativeName) throws Exception {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-validity",
                        "2",
                        "-ext",
                        "san=" + alternativeName,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        return file;
    }
}
