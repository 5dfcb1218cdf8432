package dev.espalier.env;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The list of all tasks.
 *
 * <p>{@code -v5} ids follow Gymnasium's environments of that version with default arguments. {@code -v2} ids follow the
 * older rules that published results were measured with; {@code docs/environments.md} says where they differ.
 */
public final class Environments {

    private record Entry(EnvironmentSpec spec, Function<EnvironmentSpec, MujocoEnvironment> factory) {}

    private static final List<Entry> ENTRIES = List.of(
            entry("Ant-v2", 111, 8, 1000, "walk on four legs, contact forces not observed", Ant::v2),
            entry("Ant-v5", 105, 8, 1000, "walk on four legs", Ant::v5),
            entry("HalfCheetah-v2", 17, 6, 1000, "run on two legs that cannot fall sideways", HalfCheetah::new),
            entry("HalfCheetah-v5", 17, 6, 1000, "run on two legs that cannot fall sideways", HalfCheetah::new),
            entry("Hopper-v2", 11, 3, 1000, "hop on one leg without falling", Hopper::v2),
            entry("Hopper-v5", 11, 3, 1000, "hop on one leg without falling", Hopper::v5),
            entry("Humanoid-v5", 348, 17, 1000, "walk upright in three dimensions", Humanoid::new),
            entry("HumanoidStandup-v5", 348, 17, 1000, "stand up from lying", HumanoidStandup::new),
            entry("InvertedDoublePendulum-v5", 9, 1, 1000, "balance two poles on a cart", InvertedDoublePendulum::new),
            entry("InvertedPendulum-v5", 4, 1, 1000, "balance a pole on a cart", InvertedPendulum::new),
            entry("Pusher-v5", 23, 7, 100, "push a cylinder to a goal with an arm", Pusher::new),
            entry("Reacher-v5", 10, 2, 50, "reach a target with an arm of two links", Reacher::new),
            entry("Swimmer-v5", 8, 2, 1000, "swim with three links", Swimmer::new),
            entry("Walker2d-v2", 17, 6, 1000, "walk on two legs without falling, older model", Walker2d::v2),
            entry("Walker2d-v5", 17, 6, 1000, "walk on two legs without falling", Walker2d::v5));

    private static final int SUGGESTIONS = 3;

    private Environments() {}

    /** Every task, in the order of its id. */
    public static List<EnvironmentSpec> all() {
        return ENTRIES.stream().map(Entry::spec).toList();
    }

    /**
     * What is known about a task without loading its model.
     *
     * @throws IllegalArgumentException if there is no such id; the message names the closest ones
     */
    public static EnvironmentSpec spec(String id) {
        return find(id).spec();
    }

    /**
     * A new environment, its time limit included.
     *
     * @throws IllegalArgumentException if there is no such id; the message names the closest ones
     */
    public static MujocoEnvironment make(String id) {
        Entry entry = find(id);
        return entry.factory().apply(entry.spec());
    }

    private static Entry entry(
            String id,
            int observationSize,
            int actionSize,
            int maxEpisodeSteps,
            String description,
            Function<EnvironmentSpec, MujocoEnvironment> factory) {
        return new Entry(new EnvironmentSpec(id, observationSize, actionSize, maxEpisodeSteps, description), factory);
    }

    private static Entry find(String id) {
        return ENTRIES.stream()
                .filter(entry -> entry.spec().id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private static IllegalArgumentException unknown(String id) {
        String wanted = id.toLowerCase(Locale.ROOT);
        String closest = all().stream()
                .map(EnvironmentSpec::id)
                .sorted(Comparator.comparingInt(known -> editDistance(wanted, known.toLowerCase(Locale.ROOT))))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "unknown environment '%s'; the closest are %s; `espalier envs` lists all".formatted(id, closest));
    }

    /** Levenshtein's distance: the fewest letters to insert, delete or replace to turn {@code a} into {@code b}. */
    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
