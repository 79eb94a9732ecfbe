package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.flush.FlushOutboxService.Ports;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Parts that break one promise each. The simulation must catch every one of them. */
enum Mutant implements UnaryOperator<Ports> {
    /** The claim is on disk only from the commit on, so that a kill forgets key and rows. */
    CLAIM_AFTER_THE_POST(store(ClaimsLate::new)),
    /** The key of a retry stays in memory. */
    KEY_OF_A_RETRY_NOT_ON_DISK(store(FirstKeys::new)),
    /** Rows are marked sent before they are sent. */
    COMMIT_BEFORE_THE_POST(store(CommitsEarly::new)),
    /** A commit says that it was made, and was not. */
    COMMIT_NOT_MADE(store(store -> new ForwardingStore(store) {
        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            return settlement instanceof Sent sent ? pretended(sent) : super.settle(lease, settlement);
        }
    })),
    /** What exporters have taken is not remembered. */
    RECEIPTS_OF_EXPORTERS_FORGOTTEN(store(store -> new ForwardingStore(store) {
        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            return settlement instanceof Taken taken
                    ? CompletableFuture.completedFuture(new Settled(taken.rows().size()))
                    : super.settle(lease, settlement);
        }
    })),
    /** The rows of a batch that an earlier flush left are not found again. */
    ROWS_OF_LEFT_BATCHES_LOST(store(store -> new ForwardingStore(store) {
        @Override
        public List<OutboxRow> rows(Claim claim) {
            return List.of();
        }
    })),
    /** A page leaves out a row in its middle. */
    PAGE_WITH_A_HOLE(store(store -> new ForwardingStore(store) {
        @Override
        public List<OutboxRow> page(PageRequest request) {
            List<OutboxRow> page = new ArrayList<>(super.page(request));
            if (page.size() > 2) {
                page.remove(1);
            }
            return page;
        }
    })),
    /** Rows come youngest first. */
    PAGE_BACKWARDS(store(store -> new ForwardingStore(store) {
        @Override
        public List<OutboxRow> page(PageRequest request) {
            List<OutboxRow> page = new ArrayList<>(super.page(request));
            Collections.reverse(page);
            return page;
        }
    })),
    /** One kind is never looked at. */
    KIND_OVERLOOKED(store(store -> new ForwardingStore(store) {
        @Override
        public Backlog backlog(Bound bound) {
            Backlog whole = super.backlog(bound);
            return new Backlog(
                    whole.lanes().stream()
                            .filter(head -> !head.lane().kind().equals(BatchKind.EVENTS))
                            .toList(),
                    whole.pending());
        }
    })),
    /** A row that was refused alone is dead at once, whatever the server thinks of the others. */
    DEAD_WITHOUT_EVIDENCE(store(store -> new ForwardingStore(store) {
        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            CompletableFuture<Settled> settled = super.settle(lease, settlement);
            if (settlement instanceof Quarantined quarantined) {
                super.settle(lease, new Dead(List.of(quarantined.refusal()), Instant.EPOCH));
            }
            return settled;
        }
    })),
    /** Dead rows are left where they are. */
    DEAD_ROWS_NOT_MOVED(store(store -> new ForwardingStore(store) {
        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            return settlement instanceof Dead dead
                    ? CompletableFuture.completedFuture(
                            new Settled(dead.refusals().size()))
                    : super.settle(lease, settlement);
        }
    })),
    /** The claim of a batch that was divided stays. */
    RELEASE_NOT_MADE(store(store -> new ForwardingStore(store) {
        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            return settlement instanceof Released
                    ? CompletableFuture.completedFuture(new Settled(0))
                    : super.settle(lease, settlement);
        }
    })),
    /** A lane is lost at once, so that another process takes what this one is sending. */
    LEASES_OF_NO_LENGTH(store(store -> new ForwardingStore(store) {
        @Override
        public LaneGrant openLane(Lane lane, Duration leaseFor) {
            return super.openLane(lane, Duration.ZERO);
        }

        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
            return super.claim(lease, claim, Duration.ZERO);
        }

        @Override
        public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
            super.renew(lease, claim, Duration.ZERO);
        }
    })),
    /** Leases end before the batch is sent. */
    LEASES_TOO_SHORT(store(store -> new ForwardingStore(store) {
        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
            return super.claim(lease, claim, Duration.ZERO);
        }
    })),
    /** No answer counts as a good one. */
    SILENCE_BELIEVED(outcome(outcome ->
            outcome instanceof Unreachable silence && silence.mayHaveArrived() ? Accepted.UNCOUNTED : outcome)),
    /** Every 409 counts as proof. */
    EVERY_CONFLICT_BELIEVED(outcome(
            outcome -> outcome instanceof Conflict ? new Conflict(Conflict.Meaning.STORED_BEFORE, "") : outcome)),
    /** No answer counts as a refusal to connect, so that the batch goes out again under another key. */
    SILENCE_TAKEN_FOR_NO_CONNECTION(outcome(
            outcome -> outcome instanceof Unreachable silence ? new Unreachable(silence.message(), false) : outcome)),
    /** A gateway's 502 or 504 counts as the server's own word. */
    GATEWAY_TAKEN_FOR_THE_SERVER(outcome(outcome -> outcome instanceof ServerError error && error.isAmbiguous()
            ? new ServerError(500, error.message())
            : outcome)),
    /** A refusal of the rows counts as their acceptance. */
    REFUSAL_TAKEN_FOR_ACCEPTANCE(outcome(outcome ->
            outcome instanceof ClientError refused && refused.refusesTheRows() ? Accepted.UNCOUNTED : outcome)),
    /** 413 counts as an acceptance. */
    TOO_LARGE_TAKEN_FOR_ACCEPTANCE(outcome(outcome -> outcome instanceof TooLarge ? Accepted.UNCOUNTED : outcome)),
    /** 429 counts as an acceptance. */
    PAUSE_TAKEN_FOR_ACCEPTANCE(outcome(outcome -> outcome instanceof RateLimited ? Accepted.UNCOUNTED : outcome)),
    /** Attempts carry keys that nobody has written down. */
    KEY_OF_ITS_OWN(ports -> with(ports, ports.store(), batch -> {
        var prepared = ports.gateway().prepare(batch);
        return journal -> prepared.send(new OwnKeys(journal, ports.keys()));
    })),
    /** All batches carry one key. */
    ONE_KEY_FOR_ALL(ports -> with(ports, () -> new IdempotencyKey(new UUID(1, 1)))),
    /** Every row leaves under the number of the next one. */
    ROWS_CONFUSED(ports -> with(ports, (spec, row) -> {
        RowEncoder.Result result = ports.encoder().encode(spec, row);
        return result instanceof RowEncoder.Encoded encoded
                ? new RowEncoder.Encoded(new EncodedRow(
                        new RowId(row.id().value() + 1),
                        encoded.row().owner(),
                        encoded.row().json()))
                : result;
    })),
    /** Exporters get each batch twice. */
    EXPORTED_TWICE(
            ports -> with(ports, ports.exporters().stream().map(Mutant::twice).toList()));

    private final UnaryOperator<Ports> mutation;

    Mutant(UnaryOperator<Ports> mutation) {
        this.mutation = mutation;
    }

    @Override
    public Ports apply(Ports ports) {
        return mutation.apply(ports);
    }

    private static UnaryOperator<Ports> store(Function<OutboxStore, OutboxStore> around) {
        return ports -> with(ports, around.apply(ports.store()), ports.gateway());
    }

    private static UnaryOperator<Ports> outcome(UnaryOperator<IngestOutcome> mistake) {
        return ports -> with(ports, ports.store(), batch -> {
            var prepared = ports.gateway().prepare(batch);
            return journal -> mistake.apply(prepared.send(journal));
        });
    }

    private static Ports with(Ports ports, OutboxStore store, IngestGateway gateway) {
        return with(ports, store, gateway, ports.encoder(), ports.keys(), ports.exporters());
    }

    private static Ports with(Ports ports, IdempotencyKeys keys) {
        return with(ports, ports.store(), ports.gateway(), ports.encoder(), keys, ports.exporters());
    }

    private static Ports with(Ports ports, RowEncoder encoder) {
        return with(ports, ports.store(), ports.gateway(), encoder, ports.keys(), ports.exporters());
    }

    private static Ports with(Ports ports, List<Exporter> exporters) {
        return with(ports, ports.store(), ports.gateway(), ports.encoder(), ports.keys(), exporters);
    }

    private static Ports with(
            Ports ports,
            OutboxStore store,
            IngestGateway gateway,
            RowEncoder encoder,
            IdempotencyKeys keys,
            List<Exporter> exporters) {
        return new Ports(
                store,
                gateway,
                encoder,
                keys,
                exporters,
                ports.exporterThreads(),
                ports.sleeper(),
                ports.clock(),
                ports.random(),
                ports.listener(),
                ports.threads(),
                ports.turns());
    }

    private static Exporter twice(Exporter exporter) {
        return new Exporter() {
            @Override
            public String name() {
                return exporter.name();
            }

            @Override
            public void export(Batch batch) throws Exception {
                exporter.export(batch);
                exporter.export(batch);
            }

            @Override
            public void close() {
                exporter.close();
            }
        };
    }

    /** Hands out keys of its own. */
    private record OwnKeys(AttemptJournal journal, IdempotencyKeys keys) implements AttemptJournal {

        @Override
        public IdempotencyKey begin() {
            journal.begin();
            return keys.next();
        }

        @Override
        public int failures() {
            return journal.failures();
        }

        @Override
        public void retry(IngestOutcome failure, Duration delay) {
            journal.retry(failure, delay);
        }
    }

    private static CompletableFuture<Settled> pretended(Sent sent) {
        return CompletableFuture.completedFuture(new Settled(sent.claim().rows().size()));
    }

    /** Writes claims down when they are settled. */
    private static final class ClaimsLate extends ForwardingStore {

        private final Map<RowId, Duration> unwritten = new HashMap<>();

        ClaimsLate(OutboxStore store) {
            super(store);
        }

        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
            unwritten.put(claim.firstRow(), leaseFor);
            return ClaimResult.CLAIMED;
        }

        @Override
        public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
            writeDown(lease, claim);
            super.renew(lease, claim, leaseFor);
        }

        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            if (settlement instanceof Sent sent) {
                writeDown(lease, sent.claim());
            } else if (settlement instanceof Quarantined quarantined) {
                writeDown(lease, quarantined.claim());
            }
            return super.settle(lease, settlement);
        }

        private void writeDown(LaneLease lease, Claim claim) {
            Duration leaseFor = unwritten.remove(claim.firstRow());
            if (leaseFor != null) {
                super.claim(lease, claim, leaseFor);
            }
        }
    }

    /** Keeps the key that a claim was made with. */
    private static final class FirstKeys extends ForwardingStore {

        private final Map<RowId, IdempotencyKey> keys = new HashMap<>();

        FirstKeys(OutboxStore store) {
            super(store);
        }

        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
            keys.put(claim.firstRow(), claim.key());
            return super.claim(lease, claim, leaseFor);
        }

        @Override
        public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
            super.renew(lease, claim.withKey(keys.getOrDefault(claim.firstRow(), claim.key())), leaseFor);
        }
    }

    /** Commits with the claim. */
    private static final class CommitsEarly extends ForwardingStore {

        CommitsEarly(OutboxStore store) {
            super(store);
        }

        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
            ClaimResult result = super.claim(lease, claim, leaseFor);
            if (result.isClaimed()) {
                super.settle(lease, new Sent(claim, Instant.EPOCH));
            }
            return result;
        }

        @Override
        public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
            return settlement instanceof Sent sent ? pretended(sent) : super.settle(lease, settlement);
        }
    }
}
