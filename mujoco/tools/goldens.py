"""Record what real Gymnasium does, for the parity tests of the environments.

    python -m venv VENV
    VENV/bin/pip install mujoco==3.14.0 gymnasium==1.3.0 numpy packaging imageio
    VENV/bin/python mujoco/tools/goldens.py mujoco/src/test/resources/dev/espalier/env/goldens

Writes one gzip file for each task. The v5 tasks are compared with ours of the same id, the v4 tasks with our v2, whose
rules are the same where they agree. Everything is seeded, so a second run writes the same bytes (on another processor
NumPy may round sines or norms in another way, which the test allows for).

Each file holds rollouts of the unwrapped environment, which goes on after its termination:

* "gentle", 300 steps: small actions, or a balancing controller for the pendulums, for a long healthy phase;
* "full", 1000 steps: actions uniform in 1.2 times the action space (so that the clamping of controls is seen too), each held
  for two steps on average.

Layout, big-endian, as java.io.DataInputStream reads it (string: two bytes of length, then UTF-8):

    string id, string Gymnasium version, string MuJoCo version
    int nq, nv, nu, nobs, stride, rollouts
    int number of info terms, string name of each
    double[nu] low, double[nu] high                  the action space
    each rollout:
        string name, int steps
        double[nq] qpos, double[nv] qvel, double[nobs] first observation
        each step t:
            double[nu] action, double reward, byte terminated, double[] info terms,
            long first 8 bytes of the observation's SHA-256 (its numbers big-endian),
            double[nobs] observation, only if t % stride == 0
"""

import copy
import gzip
import hashlib
import io
import struct
import sys
import warnings
from pathlib import Path

import gymnasium
import mujoco
import numpy as np

V5 = ["Ant", "HalfCheetah", "Hopper", "Humanoid", "HumanoidStandup", "InvertedDoublePendulum", "InvertedPendulum",
      "Pusher", "Reacher", "Swimmer", "Walker2d"]
V4 = ["Ant", "HalfCheetah", "Hopper", "Walker2d"]
GENTLE_STEPS = 300
FULL_STEPS = 1000
LARGE_OBSERVATION = 100  # observations beyond this size are stored at every tenth step only


class Writer:
    def __init__(self):
        self.buffer = io.BytesIO()

    def string(self, text):
        data = text.encode("utf-8")
        self.buffer.write(struct.pack(">H", len(data)) + data)

    def ints(self, *values):
        self.buffer.write(struct.pack(f">{len(values)}i", *values))

    def doubles(self, values):
        self.buffer.write(np.asarray(values, dtype=">f8").tobytes())

    def raw(self, data):
        self.buffer.write(data)


def balancing_gain(env):
    """The gain of the linear-quadratic regulator around the upright pose: action = -gain @ (qpos, qvel)."""
    model = copy.copy(env.model)
    model.opt.integrator = mujoco.mjtIntegrator.mjINT_EULER  # transitionFD cannot do Runge-Kutta
    model.opt.timestep = env.dt
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    size = 2 * model.nv
    a, b = np.zeros((size, size)), np.zeros((size, model.nu))
    mujoco.mjd_transitionFD(model, data, 1e-6, True, a, b, None, None)
    p = np.eye(size)
    for _ in range(5000):
        gain = np.linalg.solve(np.eye(model.nu) + b.T @ p @ b, b.T @ p @ a)
        p = np.eye(size) + a.T @ p @ (a - b @ gain)
    return gain


def gentle_policy(name, env, rng):
    if name.startswith("Inverted"):
        gain = balancing_gain(env)
        return lambda: -gain @ np.concatenate([env.data.qpos, env.data.qvel]) + rng.uniform(-0.02, 0.02, env.model.nu)
    return lambda: rng.uniform(-0.1, 0.1, env.model.nu) * env.action_space.high


def full_policy(env, rng):
    action = np.zeros(env.model.nu)

    def act():
        nonlocal action
        if rng.uniform() < 0.5:
            action = rng.uniform(-1.2, 1.2, env.model.nu) * env.action_space.high
        return action

    return act


def scalars(info):
    return {name: value for name, value in info.items() if np.ndim(value) == 0}


def record(out, name, env, policy, seed, steps, stride):
    observation, _ = env.reset(seed=seed)
    out.string(name)
    out.ints(steps)
    out.doubles(env.data.qpos)
    out.doubles(env.data.qvel)
    out.doubles(observation)
    healthy = 0
    for t in range(steps):
        action = np.asarray(policy(), dtype=np.float64)
        observation, reward, terminated, _, info = env.step(action)
        bits = np.asarray(observation, dtype=">f8").tobytes()
        out.doubles(action)
        out.doubles(reward)
        out.raw(bytes([bool(terminated)]))
        out.doubles(list(scalars(info).values()))
        out.raw(hashlib.sha256(bits).digest()[:8])
        if t % stride == 0:
            out.raw(bits)
        healthy += not terminated
    broken = [i for i, warning in enumerate(env.data.warning) if warning.number]
    if broken:
        raise RuntimeError(f"MuJoCo warned (kinds {broken}) in rollout {name}: choose another seed")
    return healthy


def info_names(env):
    env.reset(seed=0)
    return list(scalars(env.step(np.zeros(env.model.nu))[4]))


def write_golden(folder, name, version):
    task = f"{name}-{version}"
    env = gymnasium.make(task).unwrapped
    rng = np.random.default_rng(sum(map(ord, task)))
    nobs = env.observation_space.shape[0]
    stride = 10 if nobs > LARGE_OBSERVATION else 1
    names = info_names(env)
    out = Writer()
    out.string(task)
    out.string(gymnasium.__version__)
    out.string(mujoco.__version__)
    out.ints(env.model.nq, env.model.nv, env.model.nu, nobs, stride, 2)
    out.ints(len(names))
    for info_name in names:
        out.string(info_name)
    out.doubles(env.action_space.low)
    out.doubles(env.action_space.high)
    healthy = [
        record(out, "gentle", env, gentle_policy(name, env, rng), 1, GENTLE_STEPS, stride),
        record(out, "full", env, full_policy(env, rng), 2, FULL_STEPS, stride),
    ]
    path = folder / f"{task}.bin.gz"
    path.write_bytes(gzip.compress(out.buffer.getvalue(), mtime=0))
    print(f"{task:26} {path.stat().st_size:8} bytes; not terminated: gentle {healthy[0]}, full {healthy[1]}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    warnings.simplefilter("ignore", DeprecationWarning)
    gymnasium.logger.min_level = gymnasium.logger.ERROR
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in V5:
        write_golden(folder, name, "v5")
    for name in V4:
        write_golden(folder, name, "v4")


if __name__ == "__main__":
    main()
