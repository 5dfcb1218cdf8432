package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.JsonFields;
import org.junit.jupiter.api.Test;

class EpisodeLogTest {

    @Test
    void countsEachEnvironmentsEpisodesForThemselves() {
        EpisodeLog log = new EpisodeLog(2);
        log.step(0, 1);
        log.step(1, 10);
        log.step(0, 2);
        log.finish(0);
        log.step(1, 20);
        log.step(1, 30);
        log.finish(1);

        assertThat(log.lastReturn()).isEqualTo(60);
        assertThat(log.meanReturn()).isEqualTo((3 + 60) / 2.0);
        assertThat(log.meanLength()).isEqualTo((2 + 3) / 2.0);
    }

    @Test
    void knowsNothingBeforeTheFirstEnd() {
        EpisodeLog log = new EpisodeLog(1);
        log.step(0, 1);

        assertThat(log.lastReturn()).isNaN();
        assertThat(log.meanReturn()).isNaN();
        assertThat(log.meanLength()).isNaN();
    }

    @Test
    void meansRunOverTheLastHundred() {
        EpisodeLog log = new EpisodeLog(1);
        for (int episode = 1; episode <= 150; episode++) {
            log.step(0, episode);
            log.finish(0);
        }

        // 51 .. 150
        assertThat(log.meanReturn()).isEqualTo(100.5);
    }

    @Test
    void discardedEpisodeLeavesNoTrace() {
        EpisodeLog log = new EpisodeLog(1);
        log.step(0, 1000);
        log.discard(0);
        log.step(0, 1);
        log.finish(0);

        assertThat(log.meanReturn()).isEqualTo(1);
        assertThat(log.meanLength()).isEqualTo(1);
    }

    @Test
    void savedLogGoesOn() {
        EpisodeLog log = new EpisodeLog(2);
        log.step(0, 0.1);
        log.finish(0);
        log.step(0, 0.2);
        log.step(1, 0.3);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        log.save(node);

        EpisodeLog loaded = new EpisodeLog(2);
        loaded.load(JsonFields.stored("a test", node));
        loaded.finish(0);
        loaded.finish(1);

        assertThat(loaded.lastReturn()).isEqualTo(0.3);
        assertThat(loaded.meanReturn()).isCloseTo(0.2, within(1e-15));
        assertThat(loaded.meanLength()).isEqualTo(1);
    }
}
