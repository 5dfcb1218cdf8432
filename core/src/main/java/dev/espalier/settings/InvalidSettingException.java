package dev.espalier.settings;

/**
 * A setting has a value that it cannot have. Names the setting, so that a loader of configurations can say in which
 * file and line the value stands.
 */
public final class InvalidSettingException extends IllegalArgumentException {

    private final String key;
    private final String problem;

    /**
     * @param key the setting in snake_case, relative to its record: {@code learning_rate}; dots lead into nested records
     * @param problem what is wrong and what is allowed, continuing a sentence that starts with the key
     */
    public InvalidSettingException(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
        this.problem = problem;
    }

    /** The setting, in snake_case. */
    public String key() {
        return key;
    }

    /** The same problem, told by the record that holds the one which found it. */
    public InvalidSettingException within(String section) {
        var outer = new InvalidSettingException(section + "." + key, problem);
        outer.initCause(this);
        return outer;
    }
}
