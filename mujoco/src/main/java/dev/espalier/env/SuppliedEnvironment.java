package dev.espalier.env;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A provider whose description is read off an environment.
 *
 * @param code the class of its environments
 * @param maker makes a new environment at every call
 */
record SuppliedEnvironment(EnvironmentSpec spec, Class<?> code, Supplier<? extends Environment> maker)
        implements EnvironmentProvider {

    /** A supplier names no time limit; without any, an evaluation might never end. */
    static final int MAX_EPISODE_STEPS = 1_000_000;

    /** @throws BadEnvironmentException if no environment can be made */
    static SuppliedEnvironment of(Supplier<? extends Environment> maker) {
        try (Environment made = Objects.requireNonNull(maker.get(), "the supplier returned null")) {
            var spec = new EnvironmentSpec(
                    Objects.requireNonNull(made.id(), "id() returned null"),
                    made.observationSpace().size(),
                    made.actionSpace().size(),
                    MAX_EPISODE_STEPS,
                    made.getClass().getName());
            return new SuppliedEnvironment(spec, made.getClass(), maker);
        } catch (RuntimeException | LinkageError e) {
            throw new BadEnvironmentException(
                    "no environment can be made: " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    @Override
    public Environment make() {
        return maker.get();
    }
}
