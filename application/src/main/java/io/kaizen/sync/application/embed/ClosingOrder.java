package io.kaizen.sync.application.embed;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes everything, the youngest first, whatever fails on the way. For one thread. */
final class ClosingOrder implements AutoCloseable {

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Something to close that throws nothing checked. */
    interface Step {
        void close();
    }

    /** Has {@code step} done before everything that was added before. */
    void add(Step step) {
        steps.push(step);
    }

    /** Does all steps; throws what the first that failed has thrown, with the others' failures attached. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            first = close(steps.pop(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException close(Step step, @Nullable RuntimeException before) {
        try {
            step.close();
            return before;
        } catch (RuntimeException failure) {
            if (before == null) {
                return failure;
            }
            before.addSuppressed(failure);
            return before;
        }
    }
}
