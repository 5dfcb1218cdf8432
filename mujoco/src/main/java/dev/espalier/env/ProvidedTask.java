package dev.espalier.env;

/** A user's task, whose environments are checked. */
record ProvidedTask(EnvironmentProvider provider) implements Task {

    @Override
    public EnvironmentSpec spec() {
        return provider.spec();
    }

    @Override
    public Environment make() {
        return ProvidedEnvironments.make(provider);
    }

    @Override
    public TaskOrigin origin() {
        try (Environment made = make()) {
            return ProvidedEnvironments.origin(provider, made);
        }
    }
}
