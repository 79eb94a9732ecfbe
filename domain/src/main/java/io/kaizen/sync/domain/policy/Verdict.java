package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.report.Stop;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What is to be done about a batch. Immutable. */
public sealed interface Verdict {

    /** Applies exactly one of {@code cases}; a new variant breaks every handler at compile time. */
    <R> R fold(Cases<R> cases);

    /** One method per variant. */
    interface Cases<R> {
        /** The rows are sent. */
        R commit(Commit verdict);

        /** The batch goes out in halves. */
        R split(Split verdict);

        /** The batch is divided until the culprits stand alone. */
        R isolate(Isolate verdict);

        /** The row is put aside. */
        R setAside(SetAside verdict);

        /** The batch goes out again after a pause. */
        R waitAsked(Wait verdict);

        /** The flush, or a part of it, ends. */
        R halt(Halt verdict);
    }

    /** The server has the batch: mark its rows sent. */
    record Commit() implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.commit(this);
        }
    }

    /** Send the two halves, each a batch of its own under a new key. */
    record Split() implements Verdict {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.split(this);
        }
    }

    /**
     * Some row of the batch is refused: divide it until the culprit stands alone. Each part is a batch of its own under a new key.
     *
     * @param field which row the server blames, in its own words; empty where it does not say
     */
    record Isolate(Optional<String> field) implements Verdict {

        public Isolate {
            Objects.requireNonNull(field, "field");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.isolate(this);
        }
    }

    /**
     * The only row of the batch is refused. It is suspect: leave it and go on behind it.
     *
     * @param message the server's own words
     */
    record SetAside(PoisonReason reason, String message) implements Verdict {

        public SetAside {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.setAside(this);
        }
    }

    /** The server asked for a pause: POST the same rows again after {@code delay}. */
    record Wait(Duration delay) implements Verdict {

        public Wait {
            Objects.requireNonNull(delay, "delay");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.waitAsked(this);
        }
    }

    /** Leave the rows pending and stop. */
    record Halt(Stop stop, Scope scope, ClaimFate fate) implements Verdict {

        /** How far a stop reaches. */
        public enum Scope {
            /** The other kinds go on. */
            KIND,
            /** Nothing more is POSTed; what needs no server goes on. */
            DESTINATION,
            /** Nothing goes on. */
            FLUSH
        }

        /** What becomes of the claim on the rows. */
        public enum ClaimFate {
            /** Nothing of it is stored: the rows are free, and a later flush may pack them anew. */
            RELEASE,
            /** It may be stored: the next flush sends the same rows under the same key. */
            KEEP,
            /** It is stored, and only exporters are owed: the next flush does not POST it. */
            KEEP_ACCEPTED
        }

        public Halt {
            Objects.requireNonNull(stop, "stop");
            Objects.requireNonNull(scope, "scope");
            Objects.requireNonNull(fate, "fate");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.halt(this);
        }
    }
}
