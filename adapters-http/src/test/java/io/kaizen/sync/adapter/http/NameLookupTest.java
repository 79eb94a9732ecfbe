package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Name servers that know nothing, and names that move. */
class NameLookupTest extends AgainstScriptedIngest {

    private static final String NAME = "ingest.example";

    private final Names names = new Names();

    @Test
    void f53_aNameThatNobodyKnowsMeansThatNothingWasSent() {
        IngestOutcome outcome =
                gatewayByName(1).prepare(SampleBatches.events(1)).send(once());

        assertThat(outcome).isEqualTo(new Unreachable("unknown host " + NAME, false));
    }

    /** RFC 6761, section 6.4: there is no such name, whoever is asked and whether anybody answers. */
    @Test
    void f53_theSystemsOwnLookUpEndsInTimeToo() {
        HttpIngestGateway gateway = gateway(settings("http://nobody.invalid", SHORT));

        IngestOutcome outcome = gateway.prepare(SampleBatches.events(1)).send(once());

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void f53_aNameThatIsKnownAgainIsFoundAtTheNextAttempt() {
        HttpIngestGateway gateway = gatewayByName(URI.create(ingest.endpoint()).getPort());
        gateway.prepare(SampleBatches.events(1)).send(once());

        names.answer = InetAddress.getLoopbackAddress();

        assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);
    }

    /** Linux alone has all of 127.0.0.0/8 without being asked. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void f54_aNewConnectionGoesToWhereTheNameIsNow() throws Exception {
        int port = URI.create(ingest.endpoint()).getPort();
        ScriptedIngest other = serverAt("127.0.0.2", port);
        HttpIngestGateway gateway = gatewayByName(port);
        names.answer = InetAddress.getLoopbackAddress();
        CountDownLatch closed = new CountDownLatch(1);
        ingest.reply(wire -> {
            wire.readRequest();
            wire.send(Reply.answer(202).text());
            wire.close();
            closed.countDown();
        });
        gateway.prepare(SampleBatches.events(1)).send(once());
        closed.await();
        awaitNextMillisecond();

        names.answer = InetAddress.getByName("127.0.0.2");
        IngestOutcome outcome = gateway.prepare(SampleBatches.events(1)).send(once());

        assertThat(outcome).isEqualTo(Accepted.UNCOUNTED);
        assertThat(other.requests()).hasSize(1);
    }

    private HttpIngestGateway gatewayByName(int port) {
        return closedInTheEnd(new HttpIngestGateway(
                settings("http://" + NAME + ":" + port, PATIENCE),
                InstantSource.system(),
                names,
                SSLContext::getDefault));
    }

    private ScriptedIngest serverAt(String address, int port) throws IOException {
        return closedInTheEnd(ScriptedIngest.start(new ServerSocket(port, 50, InetAddress.getByName(address)), "http"));
    }

    /** A name server with one name, or none. */
    private static final class Names implements DnsResolver {

        private volatile InetAddress answer;

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (answer == null) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {answer};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
