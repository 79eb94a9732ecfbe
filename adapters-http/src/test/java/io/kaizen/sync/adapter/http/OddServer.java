package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.Wire;
import io.kaizen.sync.testkit.fuzz.Dice;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A server that keeps an honest ledger by idempotency key and answers as {@link RandomAnswer} does, for some time. Then it answers
 * well. Thread-safe.
 */
final class OddServer implements AutoCloseable {

    /** More than a case sends. */
    private static final int POSTS = 400;

    /** Each row has such a mark. */
    private static final Pattern MARK = Pattern.compile("row-(\\d+)");

    private final ScriptedIngest wires = ScriptedIngest.start();
    private final Dice dice;
    private final Map<String, List<Long>> stored = new HashMap<>();
    private final Set<Long> refusedAlone = new HashSet<>();
    private int oddAnswersLeft;

    OddServer(Dice dice, int oddAnswers) {
        this.dice = dice;
        this.oddAnswersLeft = oddAnswers;
        wires.reply(Collections.nCopies(POSTS, (Reply) this::answer).toArray(Reply[]::new));
    }

    String endpoint() {
        return wires.endpoint();
    }

    /** The keys under which a row is stored. */
    synchronized long copiesOf(long row) {
        return stored.values().stream().filter(rows -> rows.contains(row)).count();
    }

    /** Whether the row was in a batch of its own that was not stored. */
    synchronized boolean hasRefusedAlone(long row) {
        return refusedAlone.contains(row);
    }

    synchronized void behaveFromNowOn() {
        oddAnswersLeft = 0;
    }

    @Override
    public void close() {
        wires.close();
    }

    private void answer(Wire wire) throws IOException {
        ReceivedRequest request = wire.readRequest();
        RandomAnswer answer = judged(request);
        wire.send(answer.bytes());
        switch (answer.end()) {
            case OPEN -> {}
            case CLOSED -> wire.close();
            case RESET -> wire.reset();
        }
    }

    private synchronized RandomAnswer judged(ReceivedRequest request) {
        String key = request.header("X-Kaizen-Idempotency-Key").get(0);
        List<Long> rows = MARK.matcher(request.unzippedBody())
                .results()
                .map(mark -> Long.parseLong(mark.group(1)))
                .toList();
        boolean knewIt = stored.containsKey(key);
        boolean behaves = oddAnswersLeft-- <= 0;
        if (knewIt || behaves || dice.oneIn(2)) {
            stored.put(key, rows);
            String status = knewIt ? "409" : "202";
            byte[] plain = ("HTTP/1.1 " + status + " OK\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII);
            return behaves ? new RandomAnswer(plain, RandomAnswer.End.OPEN) : RandomAnswer.ofStored(knewIt, dice);
        }
        if (rows.size() == 1) {
            refusedAlone.add(rows.get(0));
        }
        return RandomAnswer.ofNotStored(dice);
    }
}
