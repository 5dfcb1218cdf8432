package dev.espalier.cli.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.cli.console.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds as people write them, and processors shared out among them. */
class SeedListTest {

    @Test
    void readsRangesAndSingleSeeds() {
        assertThat(SeedList.parse("0-4")).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(SeedList.parse("7")).containsExactly(7L);
        assertThat(SeedList.parse("5, 1-2,2")).containsExactly(1L, 2L, 5L);
        assertThat(SeedList.parse("999999999999999998-999999999999999999")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "1-", "-1", "1--2", "1,,2", "1.5", "4-0", "0-1000", "0-999,2000", "9999999999999999999"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> SeedList.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--seeds " + text + ": ")
                .hasMessageEndingWith("; give whole numbers of at least 0, such as 0-4 or 1,3,5");
    }

    @ParameterizedTest
    @CsvSource({
        // seeds, threads, processors: runs at a time, threads of each
        "5, 0, 2, 2, 1",
        "1, 0, 8, 1, 8",
        "3, 0, 8, 3, 2",
        "5, 2, 8, 4, 2",
        "5, 4, 2, 1, 4",
        "2, 1, 16, 2, 1"
    })
    void sharesTheProcessorsOut(int seeds, int threads, int processors, int runs, int each) {
        assertThat(SeedSession.Share.of(seeds, threads, processors)).isEqualTo(new SeedSession.Share(runs, each));
    }
}
