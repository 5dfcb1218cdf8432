"""Writes the file that SafetensorsTest compares with, by the reference implementation of the format.

Run with safetensors 0.8.0 and numpy 2.4.6:
    python core/tools/safetensors_golden.py core/src/test/resources/dev/espalier/store/golden.safetensors
"""

import sys

import numpy as np
from safetensors.numpy import save_file

save_file(
    {
        "policy.0.weight": np.array([[0.5, -1.25, 3.0], [1e-30, float("inf"), -0.0]], dtype=np.float32),
        "log_alpha": np.array(-0.1, dtype=np.float64),
        "counters": np.array([1, -(2**62)], dtype=np.int64),
        "done": np.array([0, 1, 255], dtype=np.uint8),
        "empty": np.zeros((0, 4), dtype=np.float32),
    },
    sys.argv[1],
    metadata={"writer": "reference"},
)
