package io.kaizen.sync.domain.kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds that an engine knows how to send. {@link KaizenKinds#REGISTRY} has kaizen's six; {@link #with} adds others. Immutable. */
public final class KindRegistry {

    private final Map<BatchKind, KindSpec> byKind = new LinkedHashMap<>();

    private KindRegistry(List<KindSpec> kinds) {
        for (KindSpec spec : kinds) {
            if (byKind.put(spec.kind(), spec) != null) {
                throw new IllegalArgumentException("kind registered twice: " + spec.kind());
            }
        }
    }

    /**
     * A registry of these kinds alone.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public static KindRegistry of(KindSpec... kinds) {
        return new KindRegistry(List.of(kinds));
    }

    /**
     * These kinds, and {@code others} behind them.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public KindRegistry with(KindSpec... others) {
        List<KindSpec> all = new ArrayList<>(byKind.values());
        all.addAll(List.of(others));
        return new KindRegistry(all);
    }

    /** All kinds, in the order of registration. */
    public List<KindSpec> all() {
        return List.copyOf(byKind.values());
    }

    /** The names of all kinds, in the order of registration. */
    public List<BatchKind> names() {
        return List.copyOf(byKind.keySet());
    }

    /** How {@code kind} travels; empty for a kind that is not registered. */
    public Optional<KindSpec> find(BatchKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }
}
