"""peer.py PEER TASK DTYPE THREADS trains one workload with a peer, and prints
peer,task,dtype,threads,epochs,wall_s,cpu_s,samples_per_s,final_loss: Adam of rate 0.001,
no penalty. The clock runs for the epochs alone, after a warm-up. The loss is the mean of
the last epoch's batches: cross-entropy, or the mean squared error.

PEER is sklearn, torch (Adam as it comes) or torch-foreach (its fused loops, and BLAS on one
thread, whose spinning threads fight PyTorch's own otherwise: the best of several settings)."""
import os
import sys
import time
import warnings

peer, task, dtype, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ["OPENBLAS_NUM_THREADS"] = "1" if peer == "torch-foreach" else str(threads)

import numpy as np
from data import TASKS, load

warnings.filterwarnings("ignore")
inputs, hidden, outputs, activation, batch, epochs = TASKS[task]
x, y = load(task)
x = x.astype(dtype)
classes = outputs > 1


def sklearn():
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from threadpoolctl import threadpool_limits

    def net(n):
        return (MLPClassifier if classes else MLPRegressor)(
            hidden_layer_sizes=hidden, activation=activation, alpha=0.0, batch_size=batch, max_iter=n,
            tol=0.0, n_iter_no_change=10**9, random_state=0)

    target = y if classes else y.astype(dtype)
    with threadpool_limits(threads):
        net(1).fit(x[: 5 * batch], target[: 5 * batch])
        m = net(epochs)
        yield
        m.fit(x, target)
        yield m.loss_ * (1 if classes else 2)  # scikit-learn halves the squared error


def torch():
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    kind = getattr(torch, dtype)
    tx, ty = torch.tensor(x, dtype=kind), torch.tensor(y, dtype=torch.long if classes else kind)
    layers, width = [], inputs
    for units in hidden:
        layers += [nn.Linear(width, units), nn.ReLU() if activation == "relu" else nn.Tanh()]
        width = units
    net = nn.Sequential(*layers, nn.Linear(width, outputs)).to(kind)
    loss_of = nn.CrossEntropyLoss() if classes else nn.MSELoss()
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3, foreach=peer == "torch-foreach")

    def epoch(rows):
        total = 0.0
        order = torch.randperm(rows)
        for i in range(0, rows, batch):
            j = order[i : i + batch]
            optimiser.zero_grad()
            out = net(tx[j])
            loss = loss_of(out if classes else out[:, 0], ty[j])
            loss.backward()
            optimiser.step()
            total += loss.item() * len(j)
        return total / rows

    epoch(min(5 * batch, len(x)))
    yield
    for _ in range(epochs):
        loss = epoch(len(x))
    yield loss


run = sklearn() if peer == "sklearn" else torch()
next(run)
cpu, wall = time.process_time(), time.perf_counter()
loss = next(run)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(f"{peer},{task},{dtype},{threads},{epochs},{wall:.4f},{cpu:.4f},{len(x) * epochs / wall:.0f},{loss:.6f}")
