# SPDX-License-Identifier: MIT
"""Model files, nabla-cli evaluate and check-gradient."""
import json

from claims import (claim, data, data_options, done, forward, lines, near, place, read_safetensors,
                    refused, run, test_images, write_safetensors)

MODEL = place("model")
FIGURES = ["train_cost", "train_accuracy", "validation_cost", "validation_accuracy", "test_cost",
           "test_accuracy"]
EVENTS = lines(run("train", *data_options(), "--epochs", 10, "--layers", "784,20,12,10", "--l2",
                   "0.5", "--cost", "quadratic", "--learning-rate", 2, "--monitor", "all", "--json",
                   "--model-out", MODEL))


def evaluate(path, *arguments):
    evaluation, = lines(run("evaluate", path, *data_options(), "--json", *arguments))
    return evaluation


@claim("/cli/models/are-safetensors-with-the-set-up")
def _():
    tensors, metadata = read_safetensors(MODEL)
    assert {name: shape for name, (shape, _) in tensors.items()} == {
        "layer1.weight": [20, 784], "layer1.bias": [20], "layer2.weight": [12, 20],
        "layer2.bias": [12], "layer3.weight": [10, 12], "layer3.bias": [10]}
    assert json.loads(metadata["nabla"])["hyper_parameters"] == EVENTS[0]["hyper_parameters"]


@claim("/cli/evaluate/agrees-with-the-last-epoch")
def _():
    evaluation = evaluate(MODEL)
    for name in FIGURES:
        assert evaluation[name] == EVENTS[-2][name], name
    assert evaluation["data_set"] == EVENTS[0]["data_set"]


@claim("/cli/evaluate/agrees-with-an-independent-forward-pass")
def _():
    tensors, _ = read_safetensors(MODEL)
    images = test_images(data())
    cost = correct = 0
    for pixels, label in images:
        outputs = forward(tensors, pixels)
        correct += outputs.index(max(outputs)) == label
        cost += sum((a - (j == label)) ** 2 for j, a in enumerate(outputs)) / 2
    squares = sum(w * w for name, (_, values) in tensors.items() if "weight" in name
                  for w in values)
    evaluation = evaluate(MODEL)
    assert near(evaluation["test_accuracy"], correct / len(images), 1e-9)
    expected = (cost + 0.5 / 2 * squares) / len(images)
    assert near(evaluation["test_cost"], expected, 1e-5 * expected), expected


@claim("/cli/evaluate/confusion-has-the-true-digit-in-rows")
def _():
    evaluation = evaluate(MODEL, "--confusion")
    confusion = evaluation["confusion"]
    assert len(confusion) == 10 and all(sum(row) == 20 for row in confusion)
    assert near(sum(confusion[i][i] for i in range(10)) / 200, evaluation["test_accuracy"], 1e-9)
    tensors, _ = read_safetensors(MODEL)
    taken_for = [0] * 10
    for pixels, label in test_images(data()):
        if label == 3:
            outputs = forward(tensors, pixels)
            taken_for[outputs.index(max(outputs))] += 1
    assert confusion[3] == taken_for


@claim("/cli/evaluate/a-foreign-file-is-read-by-its-shapes")
def _():
    tensors, _ = read_safetensors(MODEL)
    write_safetensors(place("foreign"), tensors)
    foreign = evaluate(place("foreign"))
    assert foreign["test_accuracy"] == EVENTS[-2]["test_accuracy"]
    assert foreign["cost"] == "cross-entropy" and foreign["test_cost"] != EVENTS[-2]["test_cost"]


@claim("/cli/evaluate/other-data-gives-other-figures")
def _():
    run("dataset", "make", place("other"), "--training", 60, "--test", 50, "--data-seed", 2)
    evaluation, = lines(run("evaluate", MODEL, "--data", place("other"), "--json"))
    assert evaluation["data_set"] == {"name": "other", "training": 50, "validation": 10, "test": 50}
    assert evaluation["test_cost"] != EVENTS[-2]["test_cost"]


@claim("/cli/evaluate/refuses-what-is-no-model-for-digits")
def _():
    tensors, metadata = read_safetensors(MODEL)
    with open(MODEL, "rb") as file:
        raw = file.read()

    def write(name, content):
        with open(place(name), "wb") as file:
            file.write(content)
        return place(name)

    bad = [
        write("cut", raw[:-100]), write("empty", b""), write("short", raw[:5]),
        write("huge-header", b"\xff" * 8 + raw[8:]),
        write("no-json", raw[:8] + b"x" * 100 + raw[108:]),
        write("deep", (900000).to_bytes(8, "little") + b"[" * 900000),
        place("no-such-model"), data(),
    ]
    small = {"layer1.weight": ([2, 3], [0.5] * 6), "layer1.bias": ([2], [0.5] * 2)}
    write_safetensors(place("small"), small)
    broken = dict(tensors)
    broken["layer2.bias"] = ([12], [float("nan")] * 12)
    write_safetensors(place("nan"), broken, metadata)
    broken["layer2.bias"] = ([11], [0.0] * 11)
    write_safetensors(place("unfit"), broken, metadata)
    wrong = {"nabla": metadata["nabla"].replace('"quadratic"', '"no-such-cost"')}
    write_safetensors(place("wrong"), tensors, wrong)
    for path in bad + [place(name) for name in ("small", "nan", "unfit", "wrong")]:
        refused(3, "evaluate", path, *data_options(), says=path)


@claim("/cli/evaluate/a-model-of-some-digits-is-measured-on-them")
def _():
    path = place("three-digits")
    last = lines(run("train", *data_options(), "--digits", "1,4,7", "--epochs", 4, "--train-size",
                     90, "--expand", "shift", "--monitor", "all", "--json", "--model-out", path))[-2]
    evaluation = evaluate(path, "--confusion")
    for name in FIGURES[2:]:
        assert evaluation[name] == last[name], name
    counts = [sum(row) for row in evaluation["confusion"]]
    assert counts == [20 if digit in (1, 4, 7) else 0 for digit in range(10)], counts


def check_gradient(*arguments):
    check, = lines(run("check-gradient", *arguments, "--json"))
    assert check["passed"] is True, arguments
    assert check["largest"] == max(check["backpropagation"]) < check["bound"] == 1e-7
    assert check["kernel_largest"] == max(check["kernel"]) < check["kernel_bound"] == 2e-3
    return check


@claim("/cli/check-gradient/passes-for-every-cost-and-depth")
def _():
    for layers in "784,10", "784,30,10", "784,12,9,10":
        for output, cost in [("sigmoid", "quadratic"), ("sigmoid", "cross-entropy"),
                             ("softmax", "log-likelihood"), ("tanh", "quadratic"),
                             ("tanh", "cross-entropy")]:
            check = check_gradient("--layers", layers, "--output", output, "--cost", cost, "--l2",
                                   "0.1")
            assert len(check["backpropagation"]) == len(check["kernel"]) == layers.count(",")
    table = run("check-gradient").output
    assert "is right" in table and "\x1b" not in table


@claim("/cli/check-gradient/covers-every-technique")
def _():
    layers = ["--layers", "784,20,15,10"]
    for activation in "tanh", "relu":
        check_gradient(*layers, "--activation", activation, "--l1", "0.3", "--momentum", "0.5")
    whole = check_gradient(*layers)
    held = check_gradient(*layers, "--dropout", "0.5")
    assert held["backpropagation"] != whole["backpropagation"]
    check_gradient("--layers", "784,20,4", "--encoding", "binary", "--output", "tanh")
    # Parameters near a kink are counted, not compared.
    assert whole["left_out"] == 0
    kinks = check_gradient("--activation", "relu", "--dropout", "0.5", "--l1", "0.1")
    assert kinks["left_out"] > 0


@claim("/cli/check-gradient/takes-a-kernel")
def _():
    for kernel in "scalar", "portable":
        assert check_gradient("--kernel", kernel)["kernel_name"] == kernel
    refused(2, "check-gradient", "--kernel", "neon", says="neon")


done()
