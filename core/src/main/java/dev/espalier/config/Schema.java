package dev.espalier.config;

import dev.espalier.agent.AgentConfig;
import dev.espalier.settings.InvalidSettingException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings, derived from the record components of {@link RunConfig}: a component is a setting, or a section if it
 * is a record. Names are converted from camelCase to snake_case; keys are dotted ({@code prune.gamma}). Each agent has
 * a section ({@code sac.learning_rate}); only the one that {@code agent} names is used.
 */
final class Schema {

    private static final String AGENT = "agent";

    private final Map<String, Type> types = new LinkedHashMap<>();
    private final Agents agents = new Agents(Stream.of(RunConfig.class.getRecordComponents())
            .map(Schema::snakeCase)
            .toList());

    /** @throws ConfigException if an agent of the class path cannot be used */
    Schema() {
        collect("", RunConfig.class);
    }

    Agents agents() {
        return agents;
    }

    /** All settings, in the order of the records. */
    List<String> settings() {
        return List.copyOf(types.keySet());
    }

    List<String> settings(String section) {
        return types.keySet().stream()
                .filter(key -> key.startsWith(section + "."))
                .toList();
    }

    /** The settings that are used with an agent: all but those of other agents. */
    List<String> settingsWith(String agent) {
        return types.keySet().stream()
                .filter(key -> !agents.isOfAnother(key, agent))
                .toList();
    }

    boolean isSetting(String key) {
        return types.containsKey(key);
    }

    /** Whether a setting is a text, which is taken literally. */
    boolean isText(String key) {
        return types.get(key) == String.class;
    }

    boolean isSection(String key) {
        return !settings(key).isEmpty();
    }

    /**
     * Creates the records.
     *
     * @param value maps the key of a setting and the type of its component to its value
     * @throws InvalidSettingException if a record refuses a value; names the full key
     */
    RunConfig build(BiFunction<String, Type, @Nullable Object> value) {
        return RunConfig.class.cast(build("", RunConfig.class, value));
    }

    /** The settings of a configuration as nested maps, in the order of the records. */
    static Map<String, @Nullable Object> toMap(Record settings) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Object value = read(component, settings);
            String key = isAgent(component) ? String.valueOf(map.get(AGENT)) : snakeCase(component);
            map.put(key, plain(value));
        }
        return map;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record section -> toMap(section);
            // Copied, since YAML would write a list that occurs twice as an anchor and an alias.
            case List<?> list -> new ArrayList<>(list);
            case null, default -> value;
        };
    }

    private void collect(String prefix, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = prefix + snakeCase(component);
            if (isAgent(component)) {
                agents.records().forEach((agent, settings) -> collect(agent + ".", settings));
            } else if (component.getType().isRecord()) {
                collect(key + ".", component.getType());
            } else {
                types.put(key, component.getGenericType());
            }
        }
    }

    private Object build(String prefix, Class<?> record, BiFunction<String, Type, @Nullable Object> value) {
        RecordComponent[] components = record.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key =
                    prefix + (isAgent(components[i]) ? value.apply(AGENT, String.class) : snakeCase(components[i]));
            Class<?> type = isAgent(components[i])
                    ? Objects.requireNonNull(agents.records().get(key), key)
                    : components[i].getType();
            arguments[i] =
                    type.isRecord() ? build(key + ".", type, value) : value.apply(key, components[i].getGenericType());
        }
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(parameters).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidSettingException invalid) {
                throw prefix.isEmpty() ? invalid : invalid.within(prefix.substring(0, prefix.length() - 1));
            }
            throw new IllegalStateException(record + " refused its settings without naming one", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record + " is not a record of settings", e);
        }
    }

    private static boolean isAgent(RecordComponent component) {
        return component.getType() == AgentConfig.class;
    }

    private static @Nullable Object read(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(settings.getClass() + " is not a record of settings", e);
        }
    }

    private static String snakeCase(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
