package dev.espalier.env;

import dev.espalier.mujoco.MjModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The users' tasks on the class path. */
final class ProvidedEnvironments {

    private static final Pattern ID = Pattern.compile("\\w[\\w.-]*");

    /** Endings of model files. */
    private static final List<String> MODELS = List.of(".xml", ".mjcf", ".urdf");

    private ProvidedEnvironments() {}

    /** Whether an id is the path of a model. */
    static boolean isModel(String id) {
        String name = id.toLowerCase(Locale.ROOT);
        return MODELS.stream().anyMatch(name::endsWith);
    }

    /** The endings of model files, as text. */
    static String endings() {
        return String.join(", ", MODELS.subList(0, MODELS.size() - 1)) + " or " + MODELS.getLast();
    }

    /** The file name of a model, without path and ending, with separators of all systems. */
    static String modelName(String id) {
        return id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1, id.lastIndexOf('.'));
    }

    /**
     * All providers of tasks with ids.
     *
     * @param known ids that are taken
     * @throws BadEnvironmentException if a provider cannot be used
     */
    static List<EnvironmentProvider> all(Collection<String> known) {
        List<EnvironmentProvider> providers = load(EnvironmentProvider.class);
        Set<String> taken = new HashSet<>(known);
        for (EnvironmentProvider provider : providers) {
            String id = requireUsable(provider);
            if (!taken.add(id)) {
                throw new BadEnvironmentException(provider.getClass().getName() + ": there is another task with the id "
                        + id + "; give it another");
            }
        }
        return providers;
    }

    /**
     * The id of a provider's task.
     *
     * @throws BadEnvironmentException if its description cannot be used
     */
    static String requireUsable(EnvironmentProvider provider) {
        Class<?> code = code(provider);
        String id = spec(code, provider::spec).id();
        if (!ID.matcher(id).matches() || isModel(id)) {
            throw new BadEnvironmentException(code.getName() + ": a task cannot have the id '" + id
                    + "'; give letters, digits, '.', '_' and '-', a letter or digit first, and another ending than "
                    + endings());
        }
        return id;
    }

    private static <T> List<T> load(Class<T> service) {
        List<T> found = new ArrayList<>();
        try {
            ServiceLoader.load(service).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new BadEnvironmentException("an environment of the class path cannot be used: " + e.getMessage(), e);
        }
        return found;
    }

    /**
     * The provider with this id, or for a model path the {@link ModelTask} on it.
     *
     * @param known ids that are taken
     * @throws BadEnvironmentException for a model if there is no model task, or more than one
     */
    static Optional<EnvironmentProvider> find(String id, Collection<String> known) {
        return isModel(id)
                ? Optional.of(onModel(id))
                : all(known).stream()
                        .filter(provider -> provider.spec().id().equals(id))
                        .findFirst();
    }

    private static EnvironmentProvider onModel(String path) {
        List<ModelTask> tasks = load(ModelTask.class);
        if (tasks.size() != 1) {
            String found =
                    tasks.stream().map(task -> task.getClass().getName()).collect(Collectors.joining(", ", ": ", ""));
            throw new BadEnvironmentException("a task on the model %s needs one class of rules on the class path, a %s,"
                            .formatted(path, ModelTask.class.getName())
                    + String.format(
                            Locale.ROOT,
                            " but there %s %d%s",
                            tasks.size() == 1 ? "is" : "are",
                            tasks.size(),
                            tasks.isEmpty() ? "" : found));
        }
        ModelTask task = tasks.getFirst();
        EnvironmentSpec spec;
        try (MjModel model = load(path)) {
            spec = spec(task.getClass(), () -> task.spec(path, model));
        }
        if (!spec.id().equals(path)) {
            throw new BadEnvironmentException("%s: spec returned the id %s for the model %s; return the one it is given"
                    .formatted(task.getClass().getName(), spec.id(), path));
        }
        return new OnModel(task, spec);
    }

    /** @throws BadEnvironmentException with MuJoCo's message if the model cannot be loaded */
    private static MjModel load(String path) {
        if (Files.isDirectory(Path.of(path))) {
            throw new BadEnvironmentException(path + " is a folder; give the path of a model's file");
        }
        try {
            return MjModel.fromFile(Path.of(path));
        } catch (IllegalArgumentException e) {
            throw new BadEnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The description from a user's class. */
    private static EnvironmentSpec spec(Class<?> code, Supplier<EnvironmentSpec> call) {
        EnvironmentSpec spec;
        try {
            spec = Objects.requireNonNull(call.get(), "spec returned null");
        } catch (RuntimeException | LinkageError e) {
            throw new BadEnvironmentException(code.getName() + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
        if (spec.observationSize() < 1 || spec.actionSize() < 1 || spec.maxEpisodeSteps() < 1) {
            throw new BadEnvironmentException("%s: sizes and the time limit of %s must be at least 1, but are %s"
                    .formatted(code.getName(), spec.id(), spec));
        }
        return spec;
    }

    /** A task on a model, whose path is the id. */
    private record OnModel(ModelTask task, EnvironmentSpec spec) implements EnvironmentProvider {

        @Override
        public Environment make() {
            MjModel model = load(spec.id());
            try {
                return task.make(spec, model);
            } catch (RuntimeException | LinkageError e) {
                model.close();
                throw e;
            }
        }
    }

    /** The user's class behind a provider. */
    private static Class<?> code(EnvironmentProvider provider) {
        return switch (provider) {
            case OnModel on -> on.task.getClass();
            case SuppliedEnvironment supplied -> supplied.code();
            default -> provider.getClass();
        };
    }

    static TaskOrigin origin(EnvironmentProvider provider, Environment made) {
        Environment environment = made instanceof CheckedEnvironment checked ? checked.unchecked() : made;
        List<Class<?>> code = List.of(code(provider), environment.getClass());
        List<Path> models = environment instanceof MujocoEnvironment physics
                ? physics.model.file().stream().toList()
                : isModel(provider.spec().id())
                        ? List.of(Path.of(provider.spec().id()))
                        : List.of();
        return new TaskOrigin(code, models);
    }

    /** Creates an environment. Exceptions of the user's code, often about the model, get the task's name. */
    static Environment make(EnvironmentProvider provider) {
        Environment made;
        try {
            made = Objects.requireNonNull(provider.make(), "make() returned null");
        } catch (RuntimeException | LinkageError e) {
            Class<?> code = code(provider);
            throw new BadEnvironmentException(
                    "environment %s cannot be made (%s): %s"
                            .formatted(
                                    provider.spec().id(), code.getName(), e.getMessage() == null ? e : e.getMessage()),
                    e);
        }
        try {
            return new CheckedEnvironment(provider.spec(), made);
        } catch (BadEnvironmentException e) {
            made.close();
            throw e;
        }
    }
}
