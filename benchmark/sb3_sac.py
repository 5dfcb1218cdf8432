"""Trains Stable-Baselines3's SAC on HalfCheetah-v5 and prints, as JSON, how long the steps asked for took."""

import argparse
import json
import time

import gymnasium
from stable_baselines3 import SAC
from stable_baselines3.common.callbacks import BaseCallback


class Stopwatch(BaseCallback):
    """Notes when given steps are done. Each is seen before its update, so between two lie as many updates as steps."""

    def __init__(self, steps):
        super().__init__()
        self.seconds = dict.fromkeys(steps)

    def _on_step(self):
        if self.num_timesteps in self.seconds:
            self.seconds[self.num_timesteps] = time.perf_counter()
        return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--random-steps", type=int, required=True, help="steps before learning starts")
    parser.add_argument("--first", type=int, required=True, help="step from which to measure")
    parser.add_argument("--last", type=int, required=True, help="step up to which to measure, the last of all")
    arguments = parser.parse_args()

    agent = SAC(
        "MlpPolicy",
        gymnasium.make("HalfCheetah-v5"),
        policy_kwargs={"net_arch": [256, 256]},
        batch_size=256,
        train_freq=1,
        gradient_steps=1,
        learning_starts=arguments.random_steps,
        seed=arguments.seed,
        device="cpu",
    )
    stopwatch = Stopwatch([arguments.first, arguments.last])
    agent.learn(arguments.last, callback=stopwatch)
    print(json.dumps({"seconds": stopwatch.seconds[arguments.last] - stopwatch.seconds[arguments.first]}))


if __name__ == "__main__":
    main()
