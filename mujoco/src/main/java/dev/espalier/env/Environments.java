package dev.espalier.env;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All tasks: those that come with Espalier and those of an {@link EnvironmentProvider} on the class path. {@code -v5}
 * ids are Gymnasium's environments with default arguments. {@code -v2} ids follow older rules, which published results
 * used; {@code docs/environments.md} lists the differences.
 */
public final class Environments {

    /** A task that comes with Espalier. */
    private record Entry(EnvironmentSpec spec, Function<EnvironmentSpec, MujocoEnvironment> factory) implements Task {

        @Override
        public Environment make() {
            return factory.apply(spec);
        }

        @Override
        public TaskOrigin origin() {
            return new TaskOrigin(List.of(), List.of());
        }
    }

    private static final List<Entry> ENTRIES = List.of(
            entry("Ant-v2", 111, 8, 1000, "walk on four legs, contact forces not observed", Ant::new),
            entry("Ant-v5", 105, 8, 1000, "walk on four legs", Ant::new),
            entry("HalfCheetah-v2", 17, 6, 1000, "run on two legs that cannot fall sideways", HalfCheetah::new),
            entry("HalfCheetah-v5", 17, 6, 1000, "run on two legs that cannot fall sideways", HalfCheetah::new),
            entry("Hopper-v2", 11, 3, 1000, "hop on one leg without falling", Hopper::new),
            entry("Hopper-v5", 11, 3, 1000, "hop on one leg without falling", Hopper::new),
            entry("Humanoid-v5", 348, 17, 1000, "walk upright in three dimensions", Humanoid::new),
            entry("HumanoidStandup-v5", 348, 17, 1000, "stand up from lying", HumanoidStandup::new),
            entry("InvertedDoublePendulum-v5", 9, 1, 1000, "balance two poles on a cart", InvertedDoublePendulum::new),
            entry("InvertedPendulum-v5", 4, 1, 1000, "balance a pole on a cart", InvertedPendulum::new),
            entry("Pusher-v5", 23, 7, 100, "push a cylinder to a goal with an arm", Pusher::new),
            entry("Reacher-v5", 10, 2, 50, "reach a target with an arm of two links", Reacher::new),
            entry("Swimmer-v5", 8, 2, 1000, "swim with three links", Swimmer::new),
            entry("Walker2d-v2", 17, 6, 1000, "walk on two legs without falling, older model", Walker2d::new),
            entry("Walker2d-v5", 17, 6, 1000, "walk on two legs without falling", Walker2d::new));

    private static final int SUGGESTIONS = 3;

    private Environments() {}

    /**
     * All tasks: those that come with Espalier, sorted by id, then the others.
     *
     * @throws BadEnvironmentException if a provider cannot be used
     */
    public static List<EnvironmentSpec> all() {
        List<EnvironmentSpec> all =
                new ArrayList<>(ENTRIES.stream().map(Entry::spec).toList());
        provided().forEach(provider -> all.add(provider.spec()));
        return all;
    }

    private static List<EnvironmentProvider> provided() {
        return ProvidedEnvironments.all(ownIds());
    }

    private static List<String> ownIds() {
        return ENTRIES.stream().map(entry -> entry.spec().id()).toList();
    }

    /** Whether an id is the path of a user's MuJoCo model, {@code path/to/model.xml}. */
    public static boolean isModel(String id) {
        return ProvidedEnvironments.isModel(id);
    }

    /** The name of a task for readers: its id, or the file name of a model without path and ending. */
    public static String name(String id) {
        return ProvidedEnvironments.isModel(id) ? ProvidedEnvironments.modelName(id) : id;
    }

    /** A task's name for use in file names. For a model it contains a hash of its path, to be unique. */
    public static String fileName(String id) {
        String name = name(id).replaceAll("[^\\w.-]+", "_");
        return name.equals(id) ? id : name + "-" + Integer.toHexString(id.hashCode());
    }

    /**
     * The task with this id.
     *
     * @throws IllegalArgumentException if there is no such id; the message names the closest ones
     * @throws BadEnvironmentException if a task of the class path cannot be used, or there is none for a model
     */
    public static Task task(String id) {
        return ENTRIES.stream()
                .filter(entry -> entry.spec().id().equals(id))
                .<Task>map(entry -> entry)
                .findFirst()
                .or(() -> ProvidedEnvironments.find(id, ownIds()).map(ProvidedTask::new))
                .orElseThrow(() -> unknown(id));
    }

    /** The description of a {@link #task}. */
    public static EnvironmentSpec spec(String id) {
        return task(id).spec();
    }

    /** Creates an environment of a {@link #task}, including its time limit. */
    public static Environment make(String id) {
        return task(id).make();
    }

    /**
     * Creates an environment with access to its physics.
     *
     * @throws IllegalArgumentException if there is no such id
     * @throws BadEnvironmentException if its task has no MuJoCo model
     */
    public static MujocoEnvironment makeMujoco(String id) {
        Environment made = make(id);
        Environment environment = made instanceof CheckedEnvironment checked ? checked.unchecked() : made;
        if (environment instanceof MujocoEnvironment physics) {
            return physics;
        }
        made.close();
        throw new BadEnvironmentException(id + " is no task of MuJoCo: there is no model to be looked at");
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

    private static IllegalArgumentException unknown(String id) {
        if (new File(id).isFile()) {
            return new IllegalArgumentException("'%s' is a file, but no model by its name: models end in %s"
                    .formatted(id, ProvidedEnvironments.endings()));
        }
        String wanted = id.toLowerCase(Locale.ROOT);
        String closest = all().stream()
                .map(EnvironmentSpec::id)
                .sorted(Comparator.comparingInt(known -> editDistance(wanted, known.toLowerCase(Locale.ROOT))))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "unknown environment '%s'; the closest are %s; `espalier envs` lists all".formatted(id, closest));
    }

    /** The Levenshtein distance. */
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
