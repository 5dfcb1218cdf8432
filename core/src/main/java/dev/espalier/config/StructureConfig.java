package dev.espalier.config;

import static dev.espalier.settings.Settings.refuseIf;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.settings.InvalidSettingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sizes that replace those of the preset, for each network, to train a structure that pruning found from scratch. An
 * empty list leaves a network unchanged. Defaults are only in {@code defaults.yml}.
 *
 * @param phiO units of each layer of the extractor of observations; 0 for a removed layer
 * @param phiOa units of each layer of the extractor of observations and actions
 * @param policy units of each hidden layer of the policy
 * @param value units of each hidden layer of the value network
 * @param q1 units of each hidden layer of the first Q network
 * @param q2 units of each hidden layer of the second Q network
 */
public record StructureConfig(
        List<Integer> phiO,
        List<Integer> phiOa,
        List<Integer> policy,
        List<Integer> value,
        List<Integer> q1,
        List<Integer> q2) {

    /** @throws InvalidSettingException if a value is out of its range */
    public StructureConfig {
        phiO = units("phi_o", phiO, 0, OfeConfig.MAX_UNITS);
        phiOa = units("phi_oa", phiOa, 0, OfeConfig.MAX_UNITS);
        policy = units("policy", policy, 1, NetworkSpec.MAX_UNITS);
        value = units("value", value, 1, NetworkSpec.MAX_UNITS);
        q1 = units("q1", q1, 1, NetworkSpec.MAX_UNITS);
        q2 = units("q2", q2, 1, NetworkSpec.MAX_UNITS);
        refuseIf(
                phiO.size() != phiOa.size(),
                "phi_oa",
                "is %s, but structure.phi_o is %s; give as many layers".formatted(phiOa, phiO));
        refuseIf(
                phiO.size() > OfeConfig.MAX_LAYERS,
                "phi_o",
                "has %s layers; give at most %s".formatted(phiO.size(), OfeConfig.MAX_LAYERS));
    }

    private static List<Integer> units(String key, List<Integer> units, int least, int most) {
        for (int layer : units) {
            refuseIf(
                    layer < least || layer > most,
                    key,
                    "has a layer of %s units; give at least %s and at most %s".formatted(layer, least, most));
        }
        return List.copyOf(units);
    }

    /** Refuses networks and numbers of layers that a run with these settings does not have. */
    void check(String agent, AgentConfig learner, OfeConfig ofe) {
        if (!phiO.isEmpty()) {
            refuseIf(
                    !ofe.hasExtractors(),
                    "structure.phi_o",
                    "is " + phiO + ", but ofe.units is 0: there are no extractors; give []");
            requireLayers("phi_o", phiO, "ofe.layers", ofe.layers() == null ? phiO.size() : ofe.layers());
        }
        Map<String, NetworkSpec> networks =
                learner.networks(1).stream().collect(Collectors.toMap(NetworkSpec::name, Function.identity()));
        ofAgent().forEach((name, units) -> {
            NetworkSpec network = networks.get(name);
            if (network == null && !units.isEmpty()) {
                throw new InvalidSettingException(
                        "structure." + name,
                        "is %s, but agent %s has no such network; give []".formatted(units, agent));
            } else if (network != null) {
                requireLayers(name, units, agent + ".hidden", network.hidden().size());
            }
        });
    }

    /** The sizes of the agent's own networks, by network; an empty list for an unchanged one. */
    public SequencedMap<String, List<Integer>> ofAgent() {
        SequencedMap<String, List<Integer>> sizes = new LinkedHashMap<>();
        sizes.put(NetworkSpec.POLICY, policy);
        sizes.put(NetworkSpec.VALUE, value);
        sizes.put(NetworkSpec.Q1, q1);
        sizes.put(NetworkSpec.Q2, q2);
        return sizes;
    }

    private static void requireLayers(String network, List<Integer> units, String source, int layers) {
        refuseIf(
                !units.isEmpty() && units.size() != layers,
                "structure." + network,
                "is %s, but %s asks for %s layers; give as many".formatted(units, source, layers));
    }
}
