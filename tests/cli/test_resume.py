# SPDX-License-Identifier: MIT
"""Where runs begin: presets, models and checkpoints; and how they end."""
import json
import os
import re
import signal
import subprocess

from claims import (PROGRAM, claim, data, data_options, done, environment, lines, near, place,
                    read_safetensors, refused, run, without_seconds)

SET_UP = ["--layers", "784,12,9,10", "--activation", "tanh", "--momentum", "0.8", "--dropout", "0.3",
          "--learning-rate", "0.03", "--schedule", "halve:1:64", "--early-stopping", 9, "--l1",
          "0.01", "--mini-batch", 7, "--seed", 3]


def train(*arguments, expect=0):
    return run("train", *data_options(), "--json", *arguments, expect=expect)


def contents(path):
    tensors, metadata = read_safetensors(path)
    return ({name: [value.hex() for value in values] for name, (_, values) in tensors.items()},
            json.loads(metadata["nabla"]))


def epochs_of(result):
    return [without_seconds(event) for event in lines(result) if event["event"] == "epoch"]


@claim("/cli/resume/is-bit-exact-with-all-that-has-a-state")
def _():
    whole = epochs_of(train(*SET_UP, "--epochs", 7, "--model-out", place("whole")))
    first = epochs_of(train(*SET_UP, "--epochs", 3, "--model-out", place("half")))
    resumed = train("--resume", place("half"), "--epochs", 7, "--model-out", place("resumed"))
    assert first + epochs_of(resumed) == whole
    tensors, nabla = contents(place("whole"))
    assert (tensors, nabla) == contents(place("resumed"))
    assert "layer1.weight.velocity" in tensors and "layer2.weight.raw" in tensors
    assert lines(resumed)[-1]["epochs"] == 7 and nabla["checkpoint"]["epoch"] == 7
    rates = [event["learning_rate"] for event in whole]
    assert len(set(rates)) > 1, rates


@claim("/cli/resume/goes-on-after-an-interruption")
def _():
    whole, cut = place("uncut.safetensors"), place("cut.safetensors")
    # Large enough that a signal comes within few epochs.
    options = [*SET_UP, "--early-stopping", 0, "--schedule", "constant", "--layers",
               "784,300,50,10"]
    process = subprocess.Popen([PROGRAM, "train", *map(str, data_options() + options), "--epochs",
                                "1000", "--json", "--model-out", cut],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
                               bufsize=0)
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and errors == b"", errors
    beside = place("cut.checkpoint.safetensors")
    assert contents(cut) == contents(beside)
    info, = lines(run("model", "info", beside, "--json"))
    epochs = info["checkpoint"]["epoch"]
    assert json.loads(rest.splitlines()[-1])["epochs"] == epochs >= 2
    resumed = train("--resume", beside, "--epochs", epochs + 2, "--model-out", place("on"))
    assert [event["epoch"] for event in epochs_of(resumed)] == [epochs + 1, epochs + 2]
    train(*options, "--epochs", epochs + 2, "--model-out", whole)
    assert contents(whole)[0] == contents(place("on"))[0]


@claim("/cli/resume/refuses-what-contradicts-the-file")
def _():
    train("--epochs", 2, "--model-out", place("two"))
    for option in (["--learning-rate", "0.25"], ["--layers", "784,20,10"], ["--seed", 2],
                   ["--no-shuffle"], ["--cost", "quadratic"], ["--momentum", "0.5"],
                   ["--digits", "0,1"], ["--preset", "chapter-1"], ["--init-model", place("two")]):
        result = refused(2, "train", *data_options(), "--resume", place("two"), "--epochs", 3, *option,
                         says=option[0] if option[0] != "--init-model" else "init-model")
        assert result.output == ""
    train("--resume", place("two"), "--epochs", 3, "--learning-rate", "0.5", "--seed", 1)
    for epochs in 1, 2:
        refused(2, "train", *data_options(), "--resume", place("two"), "--epochs", epochs,
                says="epochs")
    refused(2, "train", "--data", data(), "--validation-size", 50, "--resume", place("two"),
            "--epochs", 3, says="validation")


@claim("/cli/resume/a-plain-model-is-no-checkpoint")
def _():
    train("--epochs", 1, "--model-out", place("one"))
    run("model", "convert", place("one"), place("plain.json"))
    run("model", "convert", place("plain.json"), place("plain.safetensors"))
    for path in place("plain.json"), place("plain.safetensors"):
        refused(3, "train", *data_options(), "--resume", path, says="no checkpoint")
    refused(3, "train", *data_options(), "--resume", place("missing"), says="missing")


@claim("/cli/train/init-model-brings-its-units")
def _():
    train("--activation", "relu", "--output", "softmax", "--cost", "log-likelihood", "--layers",
          "784,15,10", "--epochs", 1, "--model-out", place("softmax"))
    start = lines(train("--init-model", place("softmax"), "--epochs", 1))[0]["hyper_parameters"]
    assert start["activation"] == "relu" and start["output"] == "softmax"
    assert start["cost"] == "log-likelihood" and start["layers"] == [784, 15, 10]
    refused(2, "train", *data_options(), "--init-model", place("softmax"), "--output", "sigmoid",
            says=["--output", "softmax"])


PRESETS = lines(run("presets", "--json"))


@claim("/cli/presets/every-experiment-is-there")
def _():
    names = [preset["name"] for preset in PRESETS]
    assert len(set(names)) == len(names)
    for name in ("chapter-1 chapter-1-100 chapter-1-slow chapter-1-fast two-hidden no-hidden "
                 "cross-entropy cross-entropy-100 overfitting regularized full full-regularized "
                 "best-100 best-60 weight-init-30-scaled weight-init-30-large "
                 "weight-init-100-scaled weight-init-100-large learning-rates-0.025 "
                 "learning-rates-0.25 learning-rates-2.5 more-data-100 more-data-500 "
                 "more-data-50000 too-much softmax").split():
        assert name in names, name
    groups = {preset["group"] for preset in PRESETS if "group" in preset}
    assert {"learning-rates", "more-data", "debugging", "expanded"} <= groups, groups
    table = run("presets").output
    assert all(name in table for name in names)


@claim("/cli/presets/a-name-says-one-and-a-group-its-members")
def _():
    one, = lines(run("presets", "chapter-1"))
    assert one == PRESETS[0] and one["hyper_parameters"]["learning_rate"] == 3
    members = lines(run("presets", "learning-rates"))
    assert [member["hyper_parameters"]["learning_rate"] for member in members] == [0.025, 0.25, 2.5]
    refused(2, "presets", "no-such-preset", says="no-such-preset")


@claim("/cli/presets/the-options-give-the-set-up")
def _():
    for preset in PRESETS[::5]:
        check, = lines(run("check-gradient", *preset["options"].split(), "--json"))
        assert check["hyper_parameters"] == preset["hyper_parameters"], preset["name"]


@claim("/cli/presets/train-takes-one-and-options-change-it")
def _():
    change = ["--epochs", 1, "--train-size", 200, "--learning-rate", "0.125"]
    for order in (["--preset", "chapter-1", *change], [*change, "--preset", "chapter-1"]):
        start = lines(train(*order))[0]
        assert start["preset"] == "chapter-1"
        expected = dict(PRESETS[0]["hyper_parameters"], epochs=1, train_size=200,
                        learning_rate=0.125)
        assert start["hyper_parameters"] == expected, start
    result = refused(2, "train", *data_options(), "--preset", "learning-rates", says="group")
    assert "learning-rates-0.025, learning-rates-0.25, learning-rates-2.5" in result.errors
    refused(2, "train", *data_options(), "--preset", "chapter-7", says="chapter-7")


@claim("/cli/kernel/each-one-trains-and-is-named")
def _():
    costs = {}
    available = re.sub(r"[.,]", " ", refused(2, "train", "--kernel", "none").errors).split()
    assert {"auto", "scalar", "portable", "avx2", "avx512"} <= set(available)
    for kernel in "auto", "scalar", "portable", "avx2", "avx512":
        result = subprocess.run([PROGRAM, "train", *map(str, data_options()), "--epochs", "2",
                                 "--kernel", kernel, "--monitor", "all", "--json"],
                                capture_output=True, text=True, env=environment(), timeout=100)
        if result.returncode == 2:
            assert kernel.startswith("avx") and "this machine" in result.stderr, result.stderr
            assert "scalar" in result.stderr
            continue
        events = [json.loads(line) for line in result.stdout.splitlines()]
        assert kernel == "auto" or events[0]["kernel"] == kernel
        assert events[0]["kernel"] != "auto"
        costs[kernel] = events[-2]["train_cost"]
    assert all(near(cost, costs["scalar"], 1e-3) for cost in costs.values()), costs


@claim("/cli/monitor-every/measures-within-epochs-and-changes-nothing")
def _():
    events = lines(train("--epochs", 2, "--monitor", "all", "--monitor-every", 150, "--model-out",
                         place("finely")))
    kinds = [(event["event"], event.get("epoch"), event.get("images")) for event in events[1:-1]]
    for epoch in 1, 2:
        done_images = [images for kind, of, images in kinds if kind == "monitor" and of == epoch]
        assert done_images[:3] == [150, 300, 450] and done_images[3:] in ([], [500]), kinds
    figures = {"train_cost", "train_accuracy", "validation_cost", "validation_accuracy",
               "test_cost", "test_accuracy"}
    for event in events:
        if event["event"] == "monitor":
            assert set(event) == {"event", "epoch", "images"} | figures
            assert near(event["test_accuracy"] * 100, round(event["test_accuracy"] * 100), 1e-9)
    assert [event for event in kinds if event[0] == "epoch"] == [("epoch", 1, None),
                                                                 ("epoch", 2, None)]
    assert kinds.index(("epoch", 1, None)) < kinds.index(("monitor", 2, 150))
    train("--epochs", 2, "--model-out", place("coarsely"))
    assert contents(place("finely"))[0] == contents(place("coarsely"))[0]
    table = run("train", *data_options(), "--epochs", 1, "--monitor-every", 250).output
    assert "at 250 images" in table and "\x1b" not in table


@claim("/cli/train/early-stopping-is-a-reason-of-its-own")
def _():
    events = lines(train("--learning-rate", 0, "--early-stopping", 2, "--epochs", 50, "--monitor",
                         "none"))
    assert events[-1]["reason"] == "early-stopping" and events[-1]["epochs"] == 3
    assert len(events) == 5


@claim("/cli/train/diverges-where-the-mathematics-does")
def _():
    for options in (["--l2", "1e9"], ["--learning-rate", "1e6", "--l2", "5"],
                    ["--preset", "debugging-10-1000"]):
        path = place("last-good")
        if os.path.exists(path):
            os.remove(path)
        result = train(*options, "--model-out", path, expect=4)
        end = lines(result)[-1]
        assert end["reason"] == "diverged" and end["epoch"] >= 1 and end["mini_batch"] >= 1
        assert f"epoch {end['epoch']}" in result.errors
        assert f"mini-batch {end['mini_batch']}" in result.errors
        tensors, _ = read_safetensors(path)
        assert all(abs(value) < 1e18 for _, values in tensors.values() for value in values)
    end, = [event for event in lines(train("--learning-rate", "1e6", "--epochs", 3, "--monitor",
                                           "all")) if event.get("epoch") == 3]
    assert end["test_accuracy"] < 0.35 and 0 < end["train_cost"] < 1e12, end


done()
