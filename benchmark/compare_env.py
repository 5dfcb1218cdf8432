"""HalfCheetah-v5 as CleanRL's unmodified programs can use it with Gymnasium 1, whose interface is newer than theirs.

At a time limit ``sac_continuous_action.py`` reads ``infos["final_observation"]``, which vector environments gave it before
Gymnasium 1. There the observation returned is the final one itself; this adds it under that name. And
``ppo_continuous_action.py`` calls ``TransformObservation`` without an observation space, which was optional then and is so
again here. Gymnasium imports this module by the environment's id, ``compare_env:HalfCheetahFinalObservation-v5``.
"""

import gymnasium


class FinalObservation(gymnasium.Wrapper):
    """Repeats the observation of a truncated step in the info."""

    def step(self, action):
        observation, reward, terminated, truncated, info = self.env.step(action)
        if truncated:
            info["final_observation"] = observation
        return observation, reward, terminated, truncated, info


class TransformObservation(gymnasium.wrappers.TransformObservation):
    """Keeps the observation space if none is given."""

    def __init__(self, env, func, observation_space=None):
        super().__init__(env, func, observation_space)


gymnasium.wrappers.TransformObservation = TransformObservation

gymnasium.register(
    "HalfCheetahFinalObservation-v5",
    lambda **options: FinalObservation(gymnasium.make("HalfCheetah-v5", **options)),
    # The wrapped environment has both already.
    order_enforce=False,
    disable_env_checker=True,
)
