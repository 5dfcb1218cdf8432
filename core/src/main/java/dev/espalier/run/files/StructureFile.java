package dev.espalier.run.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.RunConfig;
import dev.espalier.config.StructureConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.prune.Structure;
import dev.espalier.run.loop.Blueprints;
import dev.espalier.settings.InvalidSettingException;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code structure.json}: the networks of a run at one step, and their numbers of parameters.
 *
 * <pre>{@code
 * {"env":"Hopper-v5","agent":"sac","observation_size":11,"action_size":3,"step":1000,"deployed":n,
 *  "trained":n,"diagonals":true,"networks":{"phi_o":{"hidden":[32,0,7],"parameters":n},
 *  "predictor":{"hidden":[],"parameters":n},...}}
 * }</pre>
 *
 * @param env name of the task; for a model its file name, in earlier versions its path
 * @param structure units of each hidden layer, for networks that have any
 * @param diagonals whether the extractors have learnable diagonals
 */
public record StructureFile(
        String env,
        String agent,
        int observationSize,
        int actionSize,
        long step,
        Structure structure,
        boolean diagonals,
        ParameterCount count) {

    private static final String AGENT = "agent";
    private static final String DIAGONALS = "diagonals";

    /**
     * Writes the networks of a run; replaces an existing file atomically.
     *
     * @throws dev.espalier.store.StoreException if the file cannot be written
     */
    public static void write(Path file, String env, String agent, long step, Blueprint blueprint) {
        ParameterCount count = ParameterCount.of(blueprint);
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("env", Environments.name(env))
                .put(AGENT, agent)
                .put("observation_size", blueprint.observationSize())
                .put("action_size", blueprint.actionSize())
                .put("step", step)
                .put("deployed", count.deployed())
                .put("trained", count.trained())
                .put(DIAGONALS, blueprint.diagonals());
        ObjectNode networks = node.putObject("networks");
        count.networks().forEach((name, parameters) -> {
            ObjectNode network = networks.putObject(name);
            ArrayNode hidden = network.putArray("hidden");
            blueprint.structure().hidden().getOrDefault(name, List.of()).forEach(hidden::add);
            network.put("parameters", parameters);
        });
        AtomicFiles.writeString(file, node.toPrettyString() + "\n");
    }

    /**
     * Reads what {@link #write} wrote. The task may be unknown here.
     *
     * @throws ConfigException if the file cannot be read or is not such a file; names it and what is wrong
     */
    public static StructureFile read(Path file) {
        try {
            return parse(JsonFields.STRICT.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new ConfigException(file + place + ": not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": " + e.getMessage() + "; give the structure.json of a run", e);
        }
    }

    /** The task without its episode length, which the file lacks. So reports work where the task is not installed. */
    public EnvironmentSpec task() {
        return new EnvironmentSpec(env, observationSize, actionSize, 0, "");
    }

    private static StructureFile parse(JsonNode root) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        SequencedMap<String, Long> parameters = new LinkedHashMap<>();
        JsonNode networks = member(root, "networks");
        networks.properties().forEach(entry -> {
            String name = "networks." + entry.getKey();
            List<Integer> units = units(name + ".hidden", member(entry.getValue(), name, "hidden"));
            if (!units.isEmpty()) {
                hidden.put(entry.getKey(), units);
            }
            parameters.put(entry.getKey(), whole(name + ".parameters", member(entry.getValue(), name, "parameters")));
        });
        int observationSize = size("observation_size", member(root, "observation_size"));
        JsonNode diagonals = root.get(DIAGONALS);
        return new StructureFile(
                taskId(member(root, "env")),
                agent(root.get(AGENT)),
                observationSize,
                size("action_size", member(root, "action_size")),
                whole("step", member(root, "step")),
                new Structure(hidden),
                diagonals == null ? haveDiagonals(observationSize, hidden, parameters) : diagonals(diagonals),
                new ParameterCount(parameters, whole("deployed", member(root, "deployed"))));
    }

    private static boolean diagonals(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(DIAGONALS + " is " + value + ", neither true nor false");
        }
        return value.booleanValue();
    }

    /** The first versions did not write whether there are diagonals, but counted them. */
    private static boolean haveDiagonals(
            int observationSize, Map<String, List<Integer>> hidden, Map<String, Long> parameters) {
        List<Integer> units = hidden.getOrDefault(Blueprint.PHI_O, List.of());
        return !units.isEmpty()
                && parameters.getOrDefault(Blueprint.PHI_O, 0L)
                        == ParameterCount.extractor(observationSize, units, true);
    }

    /** The first versions had only SAC and did not write this entry. */
    private static String agent(@Nullable JsonNode value) {
        if (value != null && !value.isTextual()) {
            throw new IllegalArgumentException(AGENT + " is " + value + ", not a text");
        }
        String name = value == null ? "sac" : value.asText();
        List<String> known = ConfigLoader.agents();
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "%s is '%s', which does not exist; known: %s".formatted(AGENT, name, String.join(", ", known)));
        }
        return name;
    }

    private static String taskId(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("env is " + value + ", not a text");
        }
        if (value.asText().isBlank()) {
            throw new IllegalArgumentException("env is empty");
        }
        return value.asText();
    }

    private static JsonNode member(JsonNode object, String name) {
        return member(object, "", name);
    }

    private static JsonNode member(JsonNode object, String owner, String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException((owner.isEmpty() ? name : owner + "." + name) + " is missing");
        }
        return value;
    }

    private static List<Integer> units(String name, JsonNode list) {
        if (!list.isArray()) {
            throw new IllegalArgumentException(name + " is " + list + ", not a list of whole numbers");
        }
        List<Integer> units = new ArrayList<>();
        list.forEach(entry -> units.add(size(name, entry)));
        return units;
    }

    private static int size(String name, JsonNode value) {
        return (int) whole(name, value, Integer.MAX_VALUE);
    }

    private static long whole(String name, JsonNode value) {
        return whole(name, value, Long.MAX_VALUE);
    }

    private static long whole(String name, JsonNode value, long most) {
        boolean fits = value.isIntegralNumber() && value.canConvertToLong();
        if (!fits || value.asLong() < 0 || value.asLong() > most) {
            throw new IllegalArgumentException(name + " has " + value + ", not a whole number of at least 0");
        }
        return value.asLong();
    }

    /**
     * Replaces the networks of a run with these: their sizes and whether they have diagonals.
     *
     * @param source this file's name, for messages
     * @throws ConfigException if they do not fit the run's task or networks
     */
    public RunConfig applyTo(RunConfig config, Path source) {
        EnvironmentSpec task = Environments.spec(config.env());
        if (observationSize != task.observationSize() || actionSize != task.actionSize()) {
            throw new ConfigException(
                    "%s: made for %s with %s observation and %s action entries, but %s has %s and %s; choose another task with --env"
                            .formatted(
                                    source,
                                    env,
                                    observationSize,
                                    actionSize,
                                    task.id(),
                                    task.observationSize(),
                                    task.actionSize()));
        }
        if (!family(env).equals(family(task.id()))) {
            throw new ConfigException(
                    "%s: it was found on %s, which is another task than %s; choose the task with --env"
                            .formatted(source, env, task.id()));
        }
        Set<String> wanted = Blueprints.of(config, task).structure().hidden().keySet();
        Set<String> given = structure.hidden().keySet();
        refuse(
                "%s: it has %s, which preset %s of agent %s does not have; choose the agent and a preset with the same networks: ofe has extractors, plain has none",
                source, without(given, wanted), config);
        refuse(
                "%s: it lacks %s, which preset %s of agent %s has; choose the agent and a preset with the same networks: ofe has extractors, plain has none",
                source, without(wanted, given), config);
        try {
            var sizes = new StructureConfig(
                    units(Blueprint.PHI_O),
                    units(Blueprint.PHI_OA),
                    units(NetworkSpec.POLICY),
                    units(NetworkSpec.VALUE),
                    units(NetworkSpec.Q1),
                    units(NetworkSpec.Q2));
            return config.with(sizes, diagonals);
        } catch (InvalidSettingException e) {
            throw new ConfigException(source + ": " + e.getMessage(), e);
        }
    }

    /** A task's name without its version: {@code Hopper} for {@code Hopper-v5}. */
    private static String family(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf("-v")));
    }

    private List<Integer> units(String network) {
        return structure.hidden().getOrDefault(network, List.of());
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    private static void refuse(String problem, Path source, Set<String> networks, RunConfig config) {
        if (!networks.isEmpty()) {
            throw new ConfigException(
                    problem.formatted(source, String.join(", ", networks), config.preset(), config.agent()));
        }
    }
}
