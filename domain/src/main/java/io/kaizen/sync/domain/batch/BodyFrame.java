package io.kaizen.sync.domain.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.json.JsonText;
import io.kaizen.sync.domain.kind.KindSpec;

/** What stands around the rows in a body: envelope and opening bracket before them, closing brackets behind. */
final class BodyFrame {

    private final byte[] head;
    private final byte[] tail;

    private BodyFrame(String head, String tail) {
        this.head = head.getBytes(UTF_8);
        this.tail = tail.getBytes(UTF_8);
    }

    static BodyFrame of(KindSpec spec, BatchEnvelope envelope) {
        if (!spec.enveloped()) {
            return new BodyFrame("{\"" + spec.arrayName() + "\":[", "]}");
        }
        StringBuilder head = new StringBuilder(200);
        head.append("{\"team_id\":").append(JsonText.quote(envelope.teamId()));
        head.append(",\"workspace_hash\":").append(JsonText.quote(envelope.workspaceHash()));
        envelope.projectName()
                .ifPresent(name -> head.append(",\"project_name\":").append(JsonText.quote(name)));
        head.append(",\"").append(spec.arrayName()).append("\":[");
        return new BodyFrame(head.toString(), "]}");
    }

    byte[] head() {
        return head;
    }

    byte[] tail() {
        return tail;
    }

    int bytes() {
        return head.length + tail.length;
    }
}
