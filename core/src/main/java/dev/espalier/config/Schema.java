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
 * The settings that exist, read off the record components of {@link RunConfig}: a component is a setting, a component
 * that is a record is a section with settings of its own. Names turn from camelCase into snake_case; a dot leads into a
 * section ({@code prune.gamma}). The agent's settings have a section for each agent there is ({@code sac.learning_rate}), of
 * which the one counts that {@code agent} names.
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

    /** The agents that have a section. */
    Agents agents() {
        return agents;
    }

    /** Every setting, in the order of the records. */
    List<String> settings() {
        return List.copyOf(types.keySet());
    }

    /** The settings of one section. */
    List<String> settings(String section) {
        return types.keySet().stream()
                .filter(key -> key.startsWith(section + "."))
                .toList();
    }

    /** The settings that count with an agent: those of other agents decide nothing. */
    List<String> settingsWith(String agent) {
        return types.keySet().stream()
                .filter(key -> !agents.isOfAnother(key, agent))
                .toList();
    }

    boolean isSetting(String key) {
        return types.containsKey(key);
    }

    /** Whether a setting is a text, which has no other form than itself. */
    boolean isText(String key) {
        return types.get(key) == String.class;
    }

    boolean isSection(String key) {
        return !settings(key).isEmpty();
    }

    /**
     * Fills the records.
     *
     * @param value the value of a setting, given its key and the type of its component
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
            // A copy, since YAML would write one list that stands in two places as an anchor and a reference to it.
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
