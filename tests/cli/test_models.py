# SPDX-License-Identifier: MIT
"""Model files, nabla-cli evaluate and check-gradient."""
import json

from claims import (Skip, claim, data, data_options, done, forward, lines, near, on_terminal, parts,
                    place, read_safetensors, refused, run, test_images, write_pgm,
                    write_safetensors)

MODEL = place("model")
FIGURES = ["train_cost", "train_accuracy", "validation_cost", "validation_accuracy", "test_cost",
           "test_accuracy"]
PARTS = ["train", "validation", "test"]
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


@claim("/cli/evaluate/confusion-and-digit-accuracy-agree-with-a-count-in-numpy")
def _():
    """The model goes through network2's JSON, its outputs are computed in numpy."""
    try:
        import numpy
    except ImportError:
        raise Skip("numpy is not there") from None
    run("model", "convert", MODEL, place("model.json"))
    with open(place("model.json"), encoding="utf-8") as file:
        network = json.load(file)
    evaluation = evaluate(MODEL, "--confusion")
    for name, part in zip(PARTS, parts(data(), 100), strict=True):
        activations = numpy.frombuffer(b"".join(pixels for pixels, _ in part), numpy.uint8)
        activations = activations.reshape(len(part), -1).T / 255
        for weights, biases in zip(network["weights"], network["biases"], strict=True):
            z = numpy.array(weights) @ activations + numpy.array(biases).reshape(-1, 1)
            activations = 1 / (1 + numpy.exp(-z))
        expected = numpy.zeros((10, 10), int)
        for (_, label), answer in zip(part, activations.argmax(0), strict=True):
            expected[label][answer] += 1
        assert evaluation[name + "_confusion"] == expected.tolist(), name
        for digit in range(10):
            assert near(evaluation[name + "_digit_accuracy"][digit],
                        expected[digit][digit] / sum(expected[digit]), 1e-12), (name, digit)
    assert evaluation["confusion"] == evaluation["test_confusion"]
    assert evaluation["digit_accuracy"] == evaluation["test_digit_accuracy"]


@claim("/cli/evaluate/confusion-agrees-with-what-classify-says")
def _():
    images = test_images(data())
    paths = [write_pgm(place(f"test-{i}.pgm"), pixels) for i, (pixels, _) in enumerate(images)]
    expected = [[0] * 10 for _ in range(10)]
    answers = lines(run("classify", MODEL, "--raw", "--json", *paths))
    for (_, label), answer in zip(images, answers, strict=True):
        expected[label][answer["digit"]] += 1
    assert evaluate(MODEL, "--confusion")["confusion"] == expected


@claim("/cli/evaluate/confusion-is-told-to-people-too")
def _():
    evaluation = evaluate(MODEL, "--confusion")
    confusion = evaluation["confusion"]
    text = on_terminal("evaluate", MODEL, *data_options(), "--confusion")
    rows = [line.split() for line in text.splitlines()]
    for digit in range(10):
        assert [str(digit), *map(str, confusion[digit])] in rows, text
        shares = [f"{100 * evaluation[name + '_digit_accuracy'][digit]:.2f}" for name in PARTS]
        assert [str(digit), shares[0], "%", shares[1], "%", shares[2], "%"] in rows, text
    count, digit, answer = max((confusion[d][a], -d, -a) for d in range(10) for a in range(10)
                               if d != a)
    assert f"Most often a {-digit} was taken for a {-answer} ({count})" in text, text


@claim("/cli/evaluate/the-worst-images-are-those-that-cost-most")
def _():
    tensors, _ = read_safetensors(MODEL)
    costs, answers = [], []
    images = test_images(data())
    for pixels, label in images:
        outputs = forward(tensors, pixels)
        costs.append(sum((a - (j == label)) ** 2 for j, a in enumerate(outputs)) / 2)
        answers.append(outputs.index(max(outputs)))
    worst = evaluate(MODEL, "--worst", 12)["worst"]
    assert len(worst) == 12 and len({image["index"] for image in worst}) == 12
    for image, cost in zip(worst, sorted(costs, reverse=True)):
        index = image["index"]
        assert near(image["cost"], cost, 1e-5) and near(image["cost"], costs[index], 1e-5), image
        assert image["digit"] == images[index][1] and image["answer"] == answers[index], image
        assert 0.1 < image["probability"] <= 1
    text = on_terminal("evaluate", MODEL, *data_options(), "--worst", 3)
    shown = [line.split()[0] for line in text.splitlines()[-3:]]
    assert shown == [str(image["index"]) for image in worst[:3]], text
    assert len(evaluate(MODEL, "--worst", 1000)["worst"]) == 200
    assert "worst" not in evaluate(MODEL)


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
    worst = evaluate(path, "--worst", 100)["worst"]
    assert len(worst) == 60 and {image["digit"] for image in worst} == {1, 4, 7}
    for digit in range(10):
        assert (evaluation["digit_accuracy"][digit] is None) == (digit not in (1, 4, 7)), digit


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
