"""HalfCheetah-v5 as CleanRL's unmodified sac_continuous_action.py can use it with Gymnasium 1.

At a time limit that program reads ``infos["final_observation"]``, which vector environments gave it before Gymnasium 1.
There the observation returned is the final one itself; this adds it under that name. Gymnasium imports this module by
the environment's id, ``compare_sac_env:HalfCheetahFinalObservation-v5``, and it does nothing else.
"""

import gymnasium


class FinalObservation(gymnasium.Wrapper):
    """Repeats the observation of a truncated step in the info."""

    def step(self, action):
        observation, reward, terminated, truncated, info = self.env.step(action)
        if truncated:
            info["final_observation"] = observation
        return observation, reward, terminated, truncated, info


gymnasium.register(
    "HalfCheetahFinalObservation-v5",
    lambda **options: FinalObservation(gymnasium.make("HalfCheetah-v5", **options)),
    # The wrapped environment has both already.
    order_enforce=False,
    disable_env_checker=True,
)
