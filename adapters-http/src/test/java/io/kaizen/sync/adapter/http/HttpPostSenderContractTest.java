package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.export.HttpSender;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.testkit.HttpSenderContract;
import java.time.Duration;
import java.time.InstantSource;

class HttpPostSenderContractTest extends HttpSenderContract {

    @Override
    protected HttpSender newSender() {
        return new HttpPostSender(Duration.ofSeconds(20), "1.2.3", InstantSource.system(), ProxyChoice.DIRECT);
    }
}
