package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import java.util.stream.Collectors;

/** Understands {@code --kind}. */
final class KindOption {

    private KindOption() {}

    /** One of the kinds that we know. */
    static BatchKind parse(String text) {
        BatchKind wanted = new BatchKind(text);
        if (KaizenKinds.REGISTRY.find(wanted).isEmpty()) {
            String known = KaizenKinds.REGISTRY.all().stream()
                    .map(spec -> spec.kind().name())
                    .collect(Collectors.joining(", "));
            throw CommandException.usage("unknown kind '" + text + "'; known are " + known);
        }
        return wanted;
    }
}
