package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.RowPreparation.Prepared;
import io.kaizen.sync.application.port.out.row.RowPreparation.Refused;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.redaction.RedactionRules;
import io.kaizen.sync.domain.redaction.Redactor;
import io.kaizen.sync.domain.secret.Secret;

/** The real redaction of a workspace's events. */
final class Redaction {

    static final String WORKSPACE = "/home/ann/widget";

    static final SaltedHasher HASHER = new SaltedHasher(new Blake3ContentHasher(), Secret.of("ab".repeat(32)));

    static final KindSpec EVENTS = KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow();

    static final RowPreparation STANDARD =
            new JacksonRowRedaction(new Redactor(RedactionRules.standard(), WORKSPACE, HASHER));

    private Redaction() {}

    /** What becomes of a whole row; why it was refused, if it was. */
    static String row(KindSpec spec, String row) {
        RowPreparation.Result result = STANDARD.prepare(spec, row.getBytes(UTF_8));
        return result instanceof Prepared prepared
                ? new String(prepared.row(), UTF_8)
                : "refused: " + ((Refused) result).reason();
    }

    /** What becomes of an event's payload. */
    static String payload(String payload) {
        String redacted = row(EVENTS, "{\"payload\":" + payload + "}");
        String head = "{\"payload\":";
        return redacted.startsWith(head) ? redacted.substring(head.length(), redacted.length() - 1) : redacted;
    }
}
