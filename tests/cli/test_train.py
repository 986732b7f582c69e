# SPDX-License-Identifier: MIT
"""nabla-cli train."""
import os
import signal
import subprocess
import time

from claims import (PROGRAM, Skip, claim, data, data_options, done, environment, lines, near, place,
                    read_safetensors, refused, run, without_seconds)

FIGURES = ["train_cost", "train_accuracy", "validation_cost", "validation_accuracy", "test_cost",
           "test_accuracy"]


def train(*arguments, expect=0):
    return run("train", *data_options(), "--epochs", 3, "--json", *arguments, expect=expect)


@claim("/cli/train/events-are-start-epochs-end")
def _():
    events = lines(train("--monitor", "all"))
    assert [event["event"] for event in events] == ["start", "epoch", "epoch", "epoch", "end"]
    start, end = events[0], events[-1]
    assert set(start) == {"event", "version", "hyper_parameters", "data_set", "parameters",
                          "kernel", "seed"}
    assert start["hyper_parameters"]["layers"] == [784, 30, 10]
    assert start["hyper_parameters"]["learning_rate"] == 0.5
    assert start["hyper_parameters"]["shuffle"] is True
    assert start["data_set"] == {"name": "digits", "training": 500, "validation": 100, "test": 200}
    assert start["parameters"] == 784 * 30 + 30 + 30 * 10 + 10
    assert start["kernel"] in ("scalar", "portable", "avx2", "avx512") and start["seed"] == 1
    for i, epoch in enumerate(events[1:-1], 1):
        assert set(epoch) == {"event", "epoch", "learning_rate", "train_seconds",
                              "evaluation_seconds", *FIGURES}
        assert epoch["epoch"] == i
        for name in FIGURES:
            assert epoch[name] >= 0 and (epoch[name] <= 1 or name.endswith("cost"))
    best = max(event["validation_accuracy"] for event in events[1:-1])
    assert end["reason"] == "completed" and end["epochs"] == 3 and end["seconds"] > 0
    assert events[end["best_epoch"]]["validation_accuracy"] == best
    assert all(event["validation_accuracy"] < best for event in events[1:end["best_epoch"]])


@claim("/cli/train/learns-digits")
def _():
    folder = place("more-digits")
    run("dataset", "make", folder, "--training", 3000, "--test", 500)
    events = lines(run("train", "--data", folder, "--epochs", 10, "--json"))
    assert events[-2]["test_accuracy"] > 0.75, events[-2]
    assert events[-2]["train_cost"] < events[1]["train_cost"]


@claim("/cli/train/same-seed-same-lines-but-for-the-seconds")
def _():
    first, second, other = (
        [without_seconds(event) for event in lines(train("--seed", seed))] for seed in (7, 7, 8))
    assert first == second
    assert first[1:] != other[1:]


@claim("/cli/train/monitors-decide-the-figures-and-change-no-parameter")
def _():
    for monitor, figures in [("none", []), ("all", FIGURES),
                             ("test-accuracy,train-cost", ["train_cost", "test_accuracy"])]:
        events = lines(train("--monitor", monitor, "--model-out", place(f"monitor-{monitor}")))
        assert [name for name in FIGURES if name in events[1]] == figures, (monitor, events[1])
        assert len(events) == 5
    none = read_safetensors(place("monitor-none"))[0]
    assert none == read_safetensors(place("monitor-all"))[0]


@claim("/cli/train/gradient-norms-are-one-a-layer-and-change-no-parameter")
def _():
    path = place("gradient-norms")
    events = lines(train("--layers", "784,12,11,10", "--monitor", "all,gradient-norm",
                         "--model-out", path))
    for event in events[1:-1]:
        assert len(event["gradient_norms"]) == 3, event
        assert all(0 < norm < 100 for norm in event["gradient_norms"]), event
        assert all(name in event for name in FIGURES), event
    without = lines(train("--layers", "784,12,11,10", "--model-out", place("without-norms")))
    assert "gradient_norms" not in without[1]
    assert read_safetensors(path)[0] == read_safetensors(place("without-norms"))[0]
    table = run("train", *data_options(), "--epochs", 1, "--monitor", "gradient-norm").output
    assert "‖∂C/∂w1‖" in table and "‖∂C/∂w2‖" in table, table


@claim("/cli/train/set-up-options-reach-the-run")
def _():
    options = ["--layers", "784,12,11,10", "--activation", "tanh", "--output", "tanh", "--cost",
               "quadratic", "--init", "large", "--learning-rate", "0.25", "--mini-batch", "7",
               "--l2", "0.5", "--l1", "0.25", "--dropout", "0.125", "--momentum", "0.75",
               "--schedule", "halve:5:64", "--early-stopping", "20", "--expand", "shift",
               "--drawings", "0.5", "--own-share", "0", "--train-size", "90", "--digits", "1,3,8", "--no-shuffle", "--zero-biases", "--seed",
               "9007199254740991"]
    start = lines(train(*options))[0]["hyper_parameters"]
    assert start == {
        "layers": [784, 12, 11, 10], "activation": "tanh", "output": "tanh", "cost": "quadratic",
        "init": "large", "learning_rate": 0.25, "mini_batch": 7, "l2": 0.5, "l1": 0.25,
        "dropout": 0.125, "momentum": 0.75, "schedule": "halve:5:64", "early_stopping": 20,
        "expand": "shift", "drawings": 0.5, "own_share": 0, "train_size": 90, "digits": [1, 3, 8], "encoding": "one-hot",
        "shuffle": False, "zero_biases": True, "epochs": 3, "seed": 9007199254740991,
    }, start
    binary = lines(train("--layers", "784,12,4", "--encoding", "binary"))[0]["hyper_parameters"]
    assert binary["encoding"] == "binary"


@claim("/cli/train/every-technique-learns")
def _():
    folder = place("many-digits")
    run("dataset", "make", folder, "--training", 2400, "--test", 400, "--style", "shown")
    techniques = [
        ["--output", "softmax", "--cost", "log-likelihood"],
        ["--activation", "relu", "--learning-rate", "0.1"],
        ["--activation", "tanh", "--output", "tanh", "--learning-rate", "0.2"],
        ["--output", "tanh", "--cost", "quadratic", "--learning-rate", "0.1"],
        ["--layers", "784,30,4", "--encoding", "binary"],
        ["--momentum", "0.5", "--learning-rate", "0.25"], ["--dropout", "0.25"], ["--l1", "0.2"],
        ["--digits", "0,1"], ["--expand", "shift", "--epochs", 2],
    ]
    for technique in techniques:
        events = lines(run("train", "--data", folder, "--epochs", 8, "--json", *technique))
        assert events[-2]["test_accuracy"] > 0.5, (technique, events[-2])


@claim("/cli/train/what-does-not-go-together-is-refused-with-the-reason")
def _():
    for options, words in [
            (["--output", "softmax", "--cost", "quadratic"], ["softmax"]),
            (["--output", "softmax", "--cost", "cross-entropy"], ["softmax", "log-likelihood"]),
            (["--output", "sigmoid", "--cost", "log-likelihood"], ["log-likelihood"]),
            (["--output", "tanh", "--cost", "log-likelihood"], ["log-likelihood"]),
            (["--encoding", "binary"], ["4"]),
            (["--layers", "784,30,4"], ["10"])]:
        result = refused(2, "train", *data_options(), *options, says=words)
        assert result.output == ""


@claim("/cli/train/without-json-is-a-table-without-escape-codes")
def _():
    result = run("train", *data_options(), "--epochs", 3)
    assert "\x1b" not in result.output + result.errors and "\r" not in result.output
    assert result.errors == ""
    rows = [line.split() for line in result.output.splitlines()]
    assert [row[0] for row in rows if row and row[0].isdigit()] == ["1", "2", "3"]
    assert "784-30-10" in result.output and "500 training" in result.output


@claim("/cli/train/divergence-ends-with-4-and-keeps-the-last-good-network")
def _():
    path = place("diverged")
    result = train("--learning-rate", "1e9", "--l2", "1e12", "--model-out", path, expect=4)
    end = lines(result)[-1]
    assert end["reason"] == "diverged" and end["epoch"] == 1 and end["mini_batch"] >= 1
    assert "diverged" in result.errors
    tensors, _ = read_safetensors(path)
    assert all(abs(value) < 1e18 for _, values in tensors.values() for value in values)


def interrupt(number, path):
    """Sends the signal after the second epoch; the events and the exit code."""
    process = subprocess.Popen([PROGRAM, "train", *map(str, data_options()), "--epochs", "100000",
                                "--json", "--model-out", path], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=environment(),
                               bufsize=0)  # what readline read ahead communicate would not see
    output = b"".join(process.stdout.readline() for _ in range(3))
    process.send_signal(number)
    asked = time.monotonic()
    rest, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 30
    process.output, process.errors = (output + rest).decode(), errors.decode()
    return lines(process), process.returncode


@claim("/cli/train/interruption-ends-with-130-and-saves-the-network")
def _():
    for number in signal.SIGINT, signal.SIGTERM:
        path = place(f"interrupted-{number}")
        events, code = interrupt(number, path)
        assert code == 130, code
        assert events[-1]["event"] == "end" and events[-1]["reason"] == "interrupted"
        assert events[-1]["epochs"] == len(events) - 2
        evaluation, = lines(run("evaluate", path, *data_options(), "--json"))
        assert near(evaluation["test_accuracy"], events[-2]["test_accuracy"], 0.2)


@claim("/cli/train/goes-on-from-the-network-of-a-model")
def _():
    model = place("start")
    last = lines(train("--layers", "784,20,10", "--monitor", "all", "--model-out", model))[-2]
    events = lines(train("--init-model", model, "--learning-rate", 0, "--monitor", "all"))
    assert events[0]["hyper_parameters"]["layers"] == [784, 20, 10]
    assert all(events[1][name] == last[name] for name in FIGURES)
    refused(2, "train", *data_options(), "--init-model", model, "--layers", "784,30,10",
            says="784,20,10")


@claim("/cli/train/plot-writes-both-charts")
def _():
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    for ending, start in starts.items():
        train("--plot", place("plot." + ending))
        with open(place("plot." + ending), "rb") as file:
            assert file.read().startswith(start)
    events = lines(train("--plot", place("plot.csv")))
    with open(place("plot.csv")) as file:
        text = file.read()
    rows = text.splitlines()
    assert len(rows) == 1 + 4 * 3, text
    assert str(events[-2]["test_accuracy"]) in text


@claim("/cli/train/refuses-an-unwritable-place-before-it-trains")
def _():
    for option in "--model-out", "--plot":
        result = refused(3, "train", *data_options(), option, place("no/such/place.png"),
                         says="place.png")
        assert result.output == ""
    refused(3, "train", *data_options(), "--model-out", data(), says="folder")
    assert sorted(os.listdir(data())) == sorted(
        f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k")
        for kind in ("images-idx3", "labels-idx1"))


@claim("/cli/train/help-documents-every-option-with-unit-and-default")
def _():
    text = run("train", "--help").output
    start = lines(train())[0]["hyper_parameters"]
    options = {"shuffle": "no-shuffle"}
    for key in start:
        assert f"--{options.get(key, key.replace('_', '-'))}" in text, key
    for option in ["preset", "init-model", "resume", "kernel", "monitor", "monitor-every", "model-out", "plot", "json", "data", "dataset",
                   "validation-size", "data-seed", "data-style", "data-style-strength"]:
        assert f"--{option}" in text, option
    words = " ".join(text.split())
    assert "default 784,30,10" in words and "images, 1 to 1000000; default 10" in words
    assert all(len(line) <= 80 for line in text.splitlines())


@claim("/cli/train/draws-its-digits-where-no-data-is-named-or-found")
def _():
    start, epoch, _ = lines(run("train", "--epochs", 1, "--train-size", 1000, "--monitor",
                                "test-accuracy", "--json"))
    assert start["data_set"] == {"name": "synthetic", "training": 50000, "validation": 10000,
                                 "test": 10000}
    assert epoch["test_accuracy"] > 0.4, epoch


@claim("/cli/train/two-epochs-on-mnist-reach-92-percent")
def _():
    folder = os.environ.get("NABLA_TEST_MNIST", "")
    if not os.path.isdir(folder):
        raise Skip("NABLA_TEST_MNIST names no folder")
    events = lines(run("train", "--data", folder, "--epochs", 2, "--json", timeout=300))
    assert events[0]["data_set"]["name"] == "MNIST"
    assert events[-2]["test_accuracy"] >= 0.92, events[-2]


done()
