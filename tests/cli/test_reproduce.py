# SPDX-License-Identifier: MIT
"""tests/bench/reproduce: its rules, and that it goes on where it was."""
import csv
import os
import subprocess
import sys

from claims import PROGRAM, claim, data, done, environment, place

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench")
sys.path.insert(0, BENCH)
sys.dont_write_bytecode = True
import reproduce_curves as curves
import reproduce_rules as rules


def preset(name="p", kind="peak", figure="test_accuracy", low=0.95, high=0.95, train_size=0, **more):
    return {"name": name, "published": "", "options": "", **more,
            "hyper_parameters": {"train_size": train_size, "epochs": 3, "expand": "none",
                                 "layers": [784, 30, 10]},
            "outcome": {"kind": kind, "figure": figure, "low": low, "high": high}}


def run_of(*values, figure="test_accuracy", seed=1):
    return ([{"event": "start", "seed": seed}]
            + [{"event": "epoch", figure: value} for value in values]
            + [{"event": "end", "reason": "completed", "epoch": 1}])


def judge(what, *runs):
    return rules.judge(what, {what["name"]: list(runs)}, "/nowhere")


@claim("/bench/reproduce/the-mean-must-be-within-the-tolerance-of-its-size")
def _():
    assert judge(preset(), run_of(0.2, 0.96, 0.9), run_of(0.948, 0.1)).inside is True
    assert judge(preset(), run_of(0.2, 0.96, 0.9), run_of(0.951, 0.1)).inside is False
    assert judge(preset(), run_of(0.944)).inside is False
    assert judge(preset(low=0.93, high=0.95), run_of(0.926)).inside is True
    assert abs(rules.tolerance(preset()) - 0.005) < 1e-9
    assert abs(rules.tolerance(preset(train_size=1000)) - 0.015) < 2e-5
    assert judge(preset(train_size=1000), run_of(0.937)).inside is True


@claim("/bench/reproduce/peak-and-last-are-told-apart")
def _():
    assert judge(preset(kind="final"), run_of(0.2, 0.99, 0.95)).inside is True
    assert judge(preset(kind="final"), run_of(0.2, 0.95, 0.9)).inside is False
    assert judge(preset(), run_of(0.2, 0.95, 0.9)).inside is True
    cost = preset(kind="final", figure="train_cost", low=0.3, high=0.3)
    assert judge(cost, run_of(0.9, 0.31, figure="train_cost")).inside is True
    assert judge(cost, run_of(0.3, 0.32, figure="train_cost")).inside is False


@claim("/bench/reproduce/of-a-distribution-the-nearest-seed-counts")
def _():
    spread = preset(kind="spread")
    assert judge(spread, run_of(0.77), run_of(0.952), run_of(0.78)).inside is True
    assert judge(spread, run_of(0.77), run_of(0.80)).inside is False
    assert judge(spread, run_of(0.952), run_of(0.99)).inside is True
    assert judge(spread, run_of(0.96), run_of(0.99)).inside is False
    assert "77.0, 95.2" in judge(spread, run_of(0.952), run_of(0.77)).note


@claim("/bench/reproduce/overfitting-must-turn-between-epochs-8-and-25")
def _():
    def run(turn, rise):
        epochs = [{"event": "epoch", "test_accuracy": 0.82, "train_accuracy": 1,
                   "test_cost": 1.2 + abs(i - turn) * (0.05 if i < turn else rise)}
                  for i in range(1, 41)]
        return [{"event": "start", "seed": 1}, *epochs, {"event": "end"}]

    what = preset(name="overfitting", low=0.8227, high=0.8227, train_size=1000)
    assert judge(what, run(14, 0.02)).inside is True
    assert judge(what, run(5, 0.02)).inside is False
    assert judge(what, run(30, 0.1)).inside is False
    assert judge(what, run(14, 0.001)).inside is False


@claim("/bench/reproduce/swinging-is-not-falling")
def _():
    assert rules.swings([0.9, 0.8, 1.0, 0.75, 0.9, 1.1, 0.8, 0.9, 0.85, 1.0, 0.8])
    assert not rules.swings([1 / (i + 1) for i in range(30)])
    assert not rules.swings([0.5 + 0.01 * (i % 2) for i in range(30)])


@claim("/bench/reproduce/curves-are-compared-epoch-by-epoch")
def _():
    folder = place("curves")
    os.makedirs(folder)
    with open(os.path.join(folder, "weight_initialization_30.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["epoch", "validation_correct_scaled", "validation_correct_large"])
        writer.writerows([[i, 9000 + 100 * i, 8000] for i in range(4)])
    what = preset(name="weight-init-30-scaled", curve="weight_initialization_30")
    near, = curves.compare(what, folder, lambda _: [0.904, 0.914, 0.924, 0.934], 0.005)
    assert near == ("validation accuracy", "0.40 points", True)
    far, = curves.compare(what, folder, lambda _: [0.91, 0.92, 0.93, 0.94], 0.005)
    assert far[2] is False
    assert curves.compare(what, "/nowhere", lambda _: [], 0.005) == []


@claim("/bench/reproduce/writes-a-page-and-runs-nothing-twice")
def _():
    build = os.path.dirname(os.path.dirname(os.path.dirname(PROGRAM)))
    command = [sys.executable, os.path.join(BENCH, "reproduce"), "--build", build, "--data", data(),
               "--preset", "debugging", "--seeds", "2", "--cache", place("cache"), "--output",
               place("page.md")]
    for time in 1, 2:
        result = subprocess.run(command, capture_output=True, text=True, env=environment(),
                                timeout=100)
        assert result.returncode in (0, 1), result.stderr
        with open(place("page.md")) as file:
            page = file.read()
        assert "| debugging-10-1000 | diverges" in page and "first epoch" in page, page
        assert page.count("(2 seeds)") == 3, page
        kept = {name: os.stat(os.path.join(place("cache"), name)).st_mtime_ns
                for name in os.listdir(place("cache"))}
        assert len(kept) == 8, kept
        if time == 1:
            first, first_page = kept, page
    assert kept == first and page == first_page
    result = subprocess.run([*command, "--preset", "no-such"], capture_output=True, text=True,
                            env=environment(), timeout=100)
    assert result.returncode == 1 and "no-such" in result.stderr


done()
