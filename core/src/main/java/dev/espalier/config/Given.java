package dev.espalier.config;

import java.util.Map;

/**
 * One setting that a user gives, by whatever name he knows it: {@code --set sac.tau=0.01} and {@code --steps 1000} on the
 * command line, {@code steps(1000)} in a program.
 *
 * @param where what the user wrote, for messages
 * @param name the setting's key, such as {@code sac.tau}
 * @param value its value as YAML
 * @param isLiteral whether a text is to be taken as it is: a path may contain {@code #}
 */
public record Given(String where, String name, String value, boolean isLiteral) {

    /** Options of the command line whose setting has another name. */
    private static final Map<String, String> KEYS = Map.of(
            "--target-params", Targets.DEPLOYED, Targets.KIB, Targets.DEPLOYED, "--target-trained", Targets.TRAINED);

    /**
     * An assignment of the command line.
     *
     * @param assignment {@code key=value} with a dotted key
     * @throws ConfigException if it is none
     */
    static Given assignment(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigException(
                    "--set %s: expected key=value, for example --set sac.tau=0.01".formatted(assignment));
        }
        return new Given(
                "--set " + assignment,
                assignment.substring(0, equals).strip(),
                assignment.substring(equals + 1),
                false);
    }

    /**
     * An option of the command line; its setting has the same name without the dashes, or is a target size.
     *
     * @throws ConfigException if it is a size in KiB that is none
     */
    static Given option(String option, String value) {
        String where = option + " " + value;
        String key = KEYS.getOrDefault(option, option.substring("--".length()));
        return new Given(where, key, option.equals(Targets.KIB) ? Targets.floats(where, value) : value, true);
    }

    /**
     * A call in a program.
     *
     * @param call what it looks like there, such as {@code steps(1000)}
     * @param value a number, a truth value, a text, or a list of them
     */
    public static Given call(String call, String key, Object value) {
        return new Given(call, key, value.toString(), value instanceof String);
    }

    Layer layer(Schema schema) {
        return isLiteral && schema.isText(name) && !value.isBlank()
                ? Layer.text(where, name, value)
                : Layer.assign(where, name, value, schema);
    }
}
