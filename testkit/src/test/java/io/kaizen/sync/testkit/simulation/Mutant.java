package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.flush.FlushOutboxService.Ports;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.CommitResult;
import io.kaizen.sync.application.port.out.store.KindHead;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
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
import io.kaizen.sync.domain.poison.Refusal;
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
        public List<CommitResult> commit(List<Sent> sent) {
            return sent.stream()
                    .map(each -> new CommitResult(each.claim().rows().size(), 0))
                    .toList();
        }
    })),
    /** What exporters have taken is not remembered. */
    RECEIPTS_OF_EXPORTERS_FORGOTTEN(store(store -> new ForwardingStore(store) {
        @Override
        public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {}
    })),
    /** The rows of a batch that an earlier flush left are not found again. */
    ROWS_OF_LEFT_BATCHES_LOST(store(store -> new ForwardingStore(store) {
        @Override
        public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
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
        public List<KindHead> heads(RowId upTo) {
            return super.heads(upTo).stream()
                    .filter(head -> !head.kind().equals(BatchKind.EVENTS))
                    .toList();
        }
    })),
    /** A row that was refused alone is dead at once, whatever the server thinks of the others. */
    DEAD_WITHOUT_EVIDENCE(store(store -> new ForwardingStore(store) {
        @Override
        public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
            super.setAside(lease, claim, refusal);
            deadLetter(lease, List.of(refusal), Instant.EPOCH);
        }
    })),
    /** Dead rows are left where they are. */
    DEAD_ROWS_NOT_MOVED(store(store -> new ForwardingStore(store) {
        @Override
        public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
            return refusals.stream().map(Refusal::row).toList();
        }
    })),
    /** The claim of a batch that was divided stays. */
    RELEASE_NOT_MADE(store(store -> new ForwardingStore(store) {
        @Override
        public void release(LaneLease lease, Claim claim) {}
    })),
    /** Takes lanes that another process holds. */
    LANES_TAKEN_FROM_THE_LIVING(store(store -> new ForwardingStore(store) {
        @Override
        public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
            return super.openLane(lane, now.plus(Duration.ofDays(2)), leaseUntil);
        }
    })),
    /** Leases end before the batch is sent. */
    LEASES_TOO_SHORT(store(store -> new ForwardingStore(store) {
        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
            return super.claim(lease, claim, Instant.EPOCH);
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

    /** Writes claims down when they are committed. */
    private static final class ClaimsLate extends ForwardingStore {

        private final Map<RowId, Instant> unwritten = new HashMap<>();

        ClaimsLate(OutboxStore store) {
            super(store);
        }

        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
            unwritten.put(claim.firstRow(), leaseUntil);
            return ClaimResult.CLAIMED;
        }

        @Override
        public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
            writeDown(lease, claim);
            super.update(lease, claim, leaseUntil);
        }

        @Override
        public List<CommitResult> commit(List<Sent> sent) {
            sent.forEach(each -> writeDown(each.lease(), each.claim()));
            return super.commit(sent);
        }

        @Override
        public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
            writeDown(lease, claim);
            super.setAside(lease, claim, refusal);
        }

        private void writeDown(LaneLease lease, Claim claim) {
            Instant leaseUntil = unwritten.remove(claim.firstRow());
            if (leaseUntil != null) {
                super.claim(lease, claim, leaseUntil);
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
        public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
            keys.put(claim.firstRow(), claim.key());
            return super.claim(lease, claim, leaseUntil);
        }

        @Override
        public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
            super.update(lease, claim.withKey(keys.getOrDefault(claim.firstRow(), claim.key())), leaseUntil);
        }
    }

    /** Commits with the claim. */
    private static final class CommitsEarly extends ForwardingStore {

        CommitsEarly(OutboxStore store) {
            super(store);
        }

        @Override
        public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
            ClaimResult result = super.claim(lease, claim, leaseUntil);
            if (result.isClaimed()) {
                super.commit(List.of(new Sent(lease, claim, leaseUntil)));
            }
            return result;
        }

        @Override
        public List<CommitResult> commit(List<Sent> sent) {
            return sent.stream()
                    .map(each -> new CommitResult(each.claim().rows().size(), 0))
                    .toList();
        }
    }
}
