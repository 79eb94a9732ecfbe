package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads who has left kaizen's own sync on. */
class OtherSenderTest {

    private static final String FACT = "{\"skill_slugs\":[],\"rule_slugs\":[]}\n";

    @TempDir
    private Path folder;

    private final ScriptedIngest server = ScriptedIngest.start();
    private CliFixture cli;

    @BeforeEach
    void enqueue() {
        cli = new CliFixture(folder).config(server.endpoint(), "events_per_batch_max = 2");
        cli.input(FACT.repeat(6)).run("enqueue", "--kind", "workspace_facts");
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void isToldOnceThatAnotherProgramSendsToo() {
        answerEachPostAfter("UPDATE sync_outbox SET sent = 1 WHERE id = (SELECT max(value) FROM outbox_claim,"
                + " json_each(row_ids))");

        Run run = cli.run("run", "--once");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("sent 3 rows in 3 batches, 0 pending");
        assertThat(run.err())
                .containsOnlyOnce(
                        "WARN  the database: another program marks rows as sent too (a kaizen whose own sync is"
                                + " on?); rows may reach the server twice: switch that program's sync off");
    }

    @Test
    void hearsNothingOfRowsThatKaizenReplaced() {
        answerEachPostAfter("DELETE FROM sync_outbox WHERE id = 2");

        Run run = cli.run("run", "--once");

        assertThat(run.out()).isEqualToIgnoringNewLines("sent 5 rows in 3 batches, 0 pending");
        assertThat(run.err()).isEmpty();
    }

    private void answerEachPostAfter(String deed) {
        Reply reply = wire -> {
            wire.readRequest();
            Outboxes.execute(cli.database(), deed);
            wire.send(Answer.of(202).text());
        };
        server.reply(Collections.nCopies(6, reply).toArray(Reply[]::new));
    }
}
