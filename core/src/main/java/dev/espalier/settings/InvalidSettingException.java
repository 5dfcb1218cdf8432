package dev.espalier.settings;

/** A setting has an invalid value. The setting's name lets the configuration loader report its file and line. */
public final class InvalidSettingException extends IllegalArgumentException {

    private final String key;
    private final String problem;

    /**
     * @param key the setting in snake_case, relative to its record: {@code learning_rate}; dots separate nested records
     * @param problem what is wrong and what is allowed; continues a sentence that starts with the key
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

    /** The same problem, reported by an outer record: the key gets the section as prefix. */
    public InvalidSettingException within(String section) {
        var outer = new InvalidSettingException(section + "." + key, problem);
        outer.initCause(this);
        return outer;
    }
}
