#!/usr/bin/env python3
"""Writes graphs.csv: what package causal should say of random causal graphs.

Run:  python3 graphs.py > graphs.csv     (needs numpy and networkx; no arguments)

Columns: question, graph, x, y, set, answer. All graphs are random; x <-> y stands for a
common cause that nobody observed.

  separated     is x d-separated from y by set? networkx.d_separated answers, with a node
                of its own for each <->.

  adjusts       is sum_z p(y | x, z) p(z) = p(y | do(x)) with z = set? Decided by meaning and
                not by any graphical criterion: both sides are computed exactly, in
                fractions, for three networks with random probabilities (binary variables,
                common causes included). They are equal for all, or the set does not adjust:
                where a set fails the complete criterion, they differ but for tables of
                measure 0.

  identifiable  does the distribution of what is observed determine p(y | do(x))? Decided by
                meaning too: of networks with random probabilities, whose common causes have
                4 levels, take the Jacobian J of the observed distribution with respect to all
                parameters, and the gradient g of the effect. If the effect is a function of
                the distribution, g lies in the row space of J wherever the parameters are; if
                it is not identifiable, there is a direction that changes the effect and
                nothing that can be observed. Derivatives are exact (complex steps of 1e-30).
                The share of g outside the row space is below 1e-7 for all three networks, or
                above 1e-4 for one; others would be an error. Without an effect of x on y,
                g is 0.
"""

import csv
import itertools
import random
import sys
from fractions import Fraction

import networkx as nx
import numpy as np


def random_graph(rng, n, density, both):
    names = "abcdefgh"[:n]
    order = list(names)
    rng.shuffle(order)
    arrows, pairs = [], []
    for i in range(n):
        for j in range(i):
            if rng.random() < density:
                arrows.append((order[j], order[i]))
            if rng.random() < both:
                pairs.append((order[j], order[i]))
    return names, arrows, pairs


def text(names, arrows, pairs):
    return "; ".join(list(names) + [f"{a} -> {b}" for a, b in arrows] + [f"{a} <-> {b}" for a, b in pairs])


def full(names, arrows, pairs):
    """The graph with a node for each common cause."""
    g = nx.DiGraph()
    g.add_nodes_from(names)
    g.add_edges_from(arrows)
    for i, (a, b) in enumerate(pairs):
        g.add_edges_from([(f"u{i}", a), (f"u{i}", b)])
    return g


def subsets(items):
    for k in range(len(items) + 1):
        yield from itertools.combinations(items, k)


def tables(rng, g):
    """p(v = 1 | parents), as fractions, for binary variables."""
    return {v: {pa: Fraction(rng.randint(1, 97), 98) for pa in itertools.product((0, 1), repeat=len(list(g.predecessors(v))))} for v in g}


def joint(g, table, do=None):
    """The distribution of all nodes, by state; do sets nodes."""
    do = do or {}
    nodes = list(g)
    out = {}
    for state in itertools.product((0, 1), repeat=len(nodes)):
        s = dict(zip(nodes, state))
        p = Fraction(1)
        for v in nodes:
            if v in do:
                p *= int(s[v] == do[v])
            else:
                one = table[v][tuple(s[u] for u in g.predecessors(v))]
                p *= one if s[v] else 1 - one
        out[state] = p
    return nodes, out


def prob(nodes, dist, event):
    at = {nodes.index(v): l for v, l in event.items()}
    return sum((p for s, p in dist.items() if all(s[i] == l for i, l in at.items())), Fraction(0))


def adjusts(rng, g, x, y, z):
    for _ in range(3):
        t = tables(rng, g)
        nodes, dist = joint(g, t)
        _, cut = joint(g, t, {x: 1})
        total = Fraction(0)
        for levels in itertools.product((0, 1), repeat=len(z)):
            event = dict(zip(z, levels))
            total += prob(nodes, dist, {**event, x: 1, y: 1}) / prob(nodes, dist, {**event, x: 1}) * prob(nodes, dist, event)
        if total != prob(nodes, cut, {y: 1}):
            return False
    return True


def identifiable(seed, names, g, x, y):
    rng = np.random.default_rng(seed)
    order = list(nx.topological_sort(g))
    size = {v: 2 if v in names else 4 for v in order}
    blocks, k = {}, 0
    for v in order:
        rows = int(np.prod([size[u] for u in g.predecessors(v)], dtype=int))
        blocks[v] = (k, rows)
        k += rows * (size[v] - 1)

    def evaluate(theta):
        """p of the observed, and p(y=1 | do(x=1)), as arrays."""
        letters = {v: "abcdefghijklmnop"[i] for i, v in enumerate(order)}
        terms, cut = [], []
        for v in order:
            at, rows = blocks[v]
            logits = theta[at:at + rows * (size[v] - 1)].reshape(rows, size[v] - 1)
            e = np.concatenate([np.ones((rows, 1), complex), np.exp(logits)], 1)
            p = (e / e.sum(1, keepdims=True)).reshape([size[u] for u in g.predecessors(v)] + [size[v]])
            sub = "".join(letters[u] for u in g.predecessors(v)) + letters[v]
            terms.append((sub, p))
            cut.append((letters[v], np.array([0, 1], complex)) if v == x else (sub, p))

        def product(factors, keep):
            spec = ",".join(s for s, _ in factors) + "->" + "".join(letters[v] for v in keep)
            return np.einsum(spec, *[f for _, f in factors], optimize=True)

        return product(terms, list(names)).ravel(), product(cut, [y])[1]

    worst = 0.0
    for _ in range(3):
        theta = rng.normal(size=k)
        rows, grad = [], []
        for i in range(k):
            step = theta.astype(complex)
            step[i] += 1e-30j
            p, effect = evaluate(step)
            rows.append(p.imag / 1e-30)
            grad.append(effect.imag / 1e-30)
        J, grad = np.array(rows), np.array(grad)  # J is parameters × cells
        u, s, _ = np.linalg.svd(J, full_matrices=False)
        u = u[:, s > 1e-10 * s[0]]
        size_of = np.linalg.norm(grad)
        if size_of < 1e-12:
            continue
        worst = max(worst, np.linalg.norm(grad - u @ (u.T @ grad)) / size_of)
    if 1e-7 < worst < 1e-4:
        raise SystemExit(f"undecided: {worst}: {names} {list(g.edges)} {x} {y}")
    return worst <= 1e-7


def main():
    rng = random.Random(20)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["question", "graph", "x", "y", "set", "answer"])
    say = {True: "yes", False: "no"}
    for _ in range(60):
        names, arrows, pairs = random_graph(rng, rng.randint(4, 8), rng.uniform(0.15, 0.5), 0.1)
        g = full(names, arrows, pairs)
        for _ in range(6):
            x, y = rng.sample(names, 2)
            z = sorted(v for v in names if v not in (x, y) and rng.random() < 0.4)
            out.writerow(["separated", text(names, arrows, pairs), x, y, " ".join(z), say[nx.d_separated(g, {x}, {y}, set(z))]])
    for _ in range(60):
        names, arrows, pairs = random_graph(rng, rng.randint(3, 5), rng.uniform(0.3, 0.6), 0.08)
        if len(pairs) > 2:
            continue
        g = full(names, arrows, pairs)
        x, y = rng.sample(names, 2)
        for z in subsets([v for v in names if v not in (x, y)]):
            out.writerow(["adjusts", text(names, arrows, pairs), x, y, " ".join(z), say[adjusts(rng, g, x, y, z)]])
    counts = {True: 0, False: 0}
    while min(counts.values()) < 60:
        names, arrows, pairs = random_graph(rng, rng.randint(3, 5), rng.uniform(0.4, 0.7), rng.uniform(0.1, 0.35))
        if not 1 <= len(pairs) <= 4:
            continue
        g = full(names, arrows, pairs)
        x, y = rng.sample(names, 2)
        if not nx.has_path(g.subgraph(names), x, y):
            continue
        answer = identifiable(rng.randrange(1 << 30), names, g, x, y)
        counts[answer] += 1
        out.writerow(["identifiable", text(names, arrows, pairs), x, y, "", say[answer]])


main()
