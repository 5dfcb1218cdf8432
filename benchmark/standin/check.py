"""Checks the stand-in for TensorFlow Probability against PyTorch's distributions, before SBX is measured on it."""

import jax
import numpy as np
import torch
from tensorflow_probability.substrates.jax import bijectors, distributions
from torch.distributions import Independent, Normal, TanhTransform, TransformedDistribution


def main():
    random = np.random.default_rng(0)
    mean = random.normal(size=(5, 3)).astype(np.float32)
    scale = random.uniform(0.2, 1.5, size=(5, 3)).astype(np.float32)
    ours = distributions.MultivariateNormalDiag(loc=mean, scale_diag=scale)
    theirs = Independent(Normal(torch.tensor(mean), torch.tensor(scale)), 1)
    values = random.normal(size=(5, 3)).astype(np.float32)
    same(ours.log_prob(values), theirs.log_prob(torch.tensor(values)))
    same(ours.entropy(), theirs.entropy())
    squashed = distributions.TransformedDistribution(ours, bijectors.Tanh())
    actions = squashed.sample(seed=jax.random.PRNGKey(1))
    expected = TransformedDistribution(theirs, TanhTransform()).log_prob(torch.tensor(np.asarray(actions)))
    same(squashed.log_prob(actions), expected)


def same(ours, theirs):
    np.testing.assert_allclose(np.asarray(ours), theirs.numpy(), rtol=1e-3, atol=1e-4)


if __name__ == "__main__":
    main()
