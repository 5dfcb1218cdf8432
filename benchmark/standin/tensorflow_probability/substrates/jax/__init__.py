"""Stands in for TensorFlow Probability where pip cannot install it: what SBX's SAC, TD3 and PPO use of it, in plain JAX.

compare-peers.sh puts it on the path of SBX then, and its table says so.
"""

import math
from types import SimpleNamespace

import jax
import jax.numpy as jnp


class Distribution:
    pass


class MultivariateNormalDiag(Distribution):
    """Independent normal distributions over the last axis."""

    def __init__(self, loc, scale_diag):
        self.loc = loc
        self.scale_diag = scale_diag

    def sample(self, seed):
        return self.loc + self.scale_diag * jax.random.normal(seed, self.loc.shape, self.loc.dtype)

    def log_prob(self, value):
        standard = (value - self.loc) / self.scale_diag
        return jnp.sum(-0.5 * standard**2 - jnp.log(self.scale_diag) - 0.5 * math.log(2 * math.pi), axis=-1)

    def entropy(self):
        scale = jnp.broadcast_to(self.scale_diag, self.loc.shape)
        return jnp.sum(jnp.log(scale) + 0.5 * math.log(2 * math.pi * math.e), axis=-1)

    def mode(self):
        return self.loc


class Tanh:
    """tanh, which remembers what it made its last value of, as TensorFlow Probability's bijectors do."""

    def __init__(self):
        self.last = (None, None)

    def forward(self, x):
        self.last = (x, jnp.tanh(x))
        return self.last[1]

    def inverse(self, y):
        return self.last[0] if y is self.last[1] else jnp.arctanh(y)

    @staticmethod
    def forward_log_det_jacobian(x):
        return 2.0 * (math.log(2.0) - x - jax.nn.softplus(-2.0 * x))


class TransformedDistribution(Distribution):
    """The distribution of a bijector's values, elementwise over the last axis."""

    def __init__(self, distribution, bijector, validate_args=False):
        self.distribution = distribution
        self.bijector = bijector

    def sample(self, seed):
        return self.bijector.forward(self.distribution.sample(seed=seed))

    def log_prob(self, value):
        x = self.bijector.inverse(value)
        return self.distribution.log_prob(x) - jnp.sum(self.bijector.forward_log_det_jacobian(x), axis=-1)


distributions = SimpleNamespace(
    Distribution=Distribution,
    MultivariateNormalDiag=MultivariateNormalDiag,
    TransformedDistribution=TransformedDistribution,
)
bijectors = SimpleNamespace(Tanh=Tanh)
