"""Trains an agent of Stable-Baselines3 or SBX on HalfCheetah-v5 and prints, as JSON, how long the steps asked for took."""

import argparse
import importlib
import json
import time

import gymnasium
import numpy as np
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.noise import NormalActionNoise
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize

PACKAGES = {"sb3": "stable_baselines3", "sbx": "sbx"}
TASK = "HalfCheetah-v5"


class Stopwatch(BaseCallback):
    """Notes when given steps are done. Each is seen before its update, so between two lie as many updates as steps."""

    def __init__(self, steps):
        super().__init__()
        self.seconds = dict.fromkeys(steps)

    def _on_step(self):
        if self.num_timesteps in self.seconds:
            self.seconds[self.num_timesteps] = time.perf_counter()
        return True


def replaying(cls, arguments, **settings):
    """SAC and TD3: one update a step, batches of 256."""
    return cls(
        "MlpPolicy",
        gymnasium.make(TASK),
        policy_kwargs={"net_arch": [256, 256]},
        batch_size=256,
        train_freq=1,
        gradient_steps=1,
        learning_starts=arguments.random_steps,
        seed=arguments.seed,
        device="cpu",
        **settings,
    )


def sac(cls, arguments):
    return replaying(cls, arguments)


def td3(cls, arguments):
    size = gymnasium.make(TASK).action_space.shape[0]
    return replaying(cls, arguments, action_noise=NormalActionNoise(np.zeros(size), np.full(size, 0.1)))


def ppo(cls, arguments):
    environments = VecNormalize(DummyVecEnv([lambda: gymnasium.make(TASK)] * arguments.environments))
    return cls(
        "MlpPolicy",
        environments,
        policy_kwargs={"net_arch": [64, 64]},
        n_steps=arguments.rollout // arguments.environments,
        batch_size=64,
        n_epochs=10,
        seed=arguments.seed,
        device="cpu",
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", choices=PACKAGES)
    parser.add_argument("agent", choices=("sac", "td3", "ppo"))
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--random-steps", type=int, help="steps before SAC and TD3 learn")
    parser.add_argument("--rollout", type=int, help="steps of all environments in a rollout of PPO")
    parser.add_argument("--environments", type=int, default=1, help="of PPO")
    parser.add_argument("--first", type=int, required=True, help="step from which to measure")
    parser.add_argument("--last", type=int, required=True, help="step up to which to measure, the last of all")
    arguments = parser.parse_args()

    cls = getattr(importlib.import_module(PACKAGES[arguments.library]), arguments.agent.upper())
    agent = {"sac": sac, "td3": td3, "ppo": ppo}[arguments.agent](cls, arguments)
    stopwatch = Stopwatch([arguments.first, arguments.last])
    agent.learn(arguments.last, callback=stopwatch)
    print(json.dumps({"seconds": stopwatch.seconds[arguments.last] - stopwatch.seconds[arguments.first]}))


if __name__ == "__main__":
    main()
