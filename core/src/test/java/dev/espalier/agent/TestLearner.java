package dev.espalier.agent;

import dev.espalier.agent.ppo.PpoConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import dev.espalier.architecture.NetworkSpec;
import java.util.List;

/** Which way the agent of a test learns, with settings under which every network learns at every update. */
public enum TestLearner {
    /** Soft actor-critic with a learnt temperature. */
    SAC {
        @Override
        AgentConfig config(List<Integer> hidden, double learningRate) {
            return new SacConfig(hidden, true, learningRate, 0.9, 0.1, GatedAgent.BATCH, 1, 2, 0.5, true, null, false);
        }
    },
    /** Soft actor-critic without a value network, on normalised observations. */
    TWIN_TARGET_SAC {
        @Override
        AgentConfig config(List<Integer> hidden, double learningRate) {
            return new SacConfig(hidden, false, learningRate, 0.9, 0.1, GatedAgent.BATCH, 1, 2, 0.5, true, null, true);
        }
    },
    /** TD3 whose policy never waits. */
    TD3 {
        @Override
        AgentConfig config(List<Integer> hidden, double learningRate) {
            return new Td3Config(hidden, learningRate, 0.9, 0.1, GatedAgent.BATCH, 1, 1, 0.1, 0.2, 0.5, false);
        }
    },
    /** PPO with all that it can normalise. */
    PPO {
        @Override
        AgentConfig config(List<Integer> hidden, double learningRate) {
            return new PpoConfig(
                    hidden, learningRate, 0.9, 0.9, GatedAgent.BATCH, 2, GatedAgent.BATCH, 0.2, 0.01, 0.5, true, true);
        }
    };

    abstract AgentConfig config(List<Integer> hidden, double learningRate);

    /** Names of the networks, without the extractors. */
    List<String> networks() {
        return config(List.of(1), 1).networks(1).stream().map(NetworkSpec::name).toList();
    }
}
