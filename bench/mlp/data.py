"""The three workloads: rows, sizes, and how long to train. `data.py DIR` writes each as
TASK.x (float32, row-major) and TASK.y (float32), for programs in other languages."""
import sys

import numpy as np

# inputs, hidden units, outputs, activation, rows in a batch, epochs
TASKS = {
    "digits": (64, (128, 64), 10, "relu", 64, 50),
    "regression": (20, (64, 64), 1, "tanh", 256, 10),
    "images": (784, (512, 256), 10, "relu", 128, 1),
}


def load(task):
    """X and y. Digits are scikit-learn's; a smooth surface with noise; and noisy copies of
    ten random prototypes of 784 pixels, four in five of them off."""
    rng = np.random.RandomState(1)
    if task == "digits":
        from sklearn.datasets import load_digits

        d = load_digits()
        order = np.random.RandomState(0).permutation(len(d.target))
        return (d.data / 16)[order].astype(np.float32), d.target[order]
    if task == "regression":
        x = rng.standard_normal((50000, 20))
        z = x @ (rng.standard_normal((3, 20)) / np.sqrt(20)).T
        y = np.sin(2 * z[:, 0]) + z[:, 1] * z[:, 2] + 0.1 * rng.standard_normal(50000)
        return x.astype(np.float32), y.astype(np.float32)
    prototypes = rng.random_sample((10, 784)) * (rng.random_sample((10, 784)) < 0.2)
    y = rng.randint(0, 10, 60000)
    x = np.clip(prototypes[y] + 0.3 * rng.standard_normal((60000, 784)), 0, 1)
    return x.astype(np.float32), y


if __name__ == "__main__":
    for task in TASKS:
        x, y = load(task)
        x.tofile(f"{sys.argv[1]}/{task}.x")
        y.astype(np.float32).tofile(f"{sys.argv[1]}/{task}.y")
