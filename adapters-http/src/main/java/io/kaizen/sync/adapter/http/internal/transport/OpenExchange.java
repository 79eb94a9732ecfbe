package io.kaizen.sync.adapter.http.internal.transport;

import io.kaizen.sync.adapter.http.internal.transport.Response.Ending;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;

/** Sends one request and reads its answer. */
final class OpenExchange {

    private OpenExchange() {}

    /**
     * Never closes the response: at the end of its body the connection goes back by itself, and before that to close is to read
     * the rest, however long. Such a connection is broken instead.
     *
     * @param whenAnswered told the status as soon as the head of the answer is there
     */
    static Response run(
            CloseableHttpClient client,
            HttpHost server,
            HttpUriRequestBase request,
            Exchange exchange,
            IntConsumer whenAnswered)
            throws IOException {
        HttpClientContext context = HttpClientContext.create();
        BreakableConnectionOperator.announce(exchange, context);
        ClassicHttpResponse response = client.executeOpen(server, request, context);
        boolean reusable = false;
        try {
            whenAnswered.accept(response.getCode());
            Response answer = ResponseReader.read(response);
            reusable = answer.ending() != Ending.CUT;
            return answer;
        } finally {
            if (!reusable) {
                exchange.breakOff("not reusable");
            }
        }
    }
}
