package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {

    @Test
    void sameNameGivesSameDrawsWhateverWasDrawnBefore() {
        RandomStreams first = new RandomStreams(7);
        RandomStreams second = new RandomStreams(7);
        second.at("update", 3).nextLong();

        assertThat(second.at("update", 5).nextLong())
                .isEqualTo(first.at("update", 5).nextLong());
    }

    @Test
    void seedPurposeAndEachCounterMatter() {
        RandomStreams streams = new RandomStreams(7);
        Set<Long> seeds = new HashSet<>();
        seeds.add(streams.seedOf("update", 1));
        seeds.add(streams.seedOf("update", 2));
        seeds.add(streams.seedOf("update", 1, 1));
        seeds.add(streams.seedOf("updatf", 1));
        seeds.add(new RandomStreams(8).seedOf("update", 1));

        assertThat(seeds).hasSize(5);
    }

    @Test
    void firstDrawsOfNeighbouringCountersAreUniform() {
        RandomStreams streams = new RandomStreams(0);
        int[] counts = new int[10];
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            counts[(int) (streams.at("action", i).nextDouble() * 10)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - draws / 10.0, 2) / (draws / 10.0);
        }
        // 27.88 is the 99.9 % point of chi-square with 9 degrees of freedom.
        assertThat(chiSquare).isLessThan(27.88);
    }
}
