# SPDX-License-Identifier: MIT
"""nabla-cli model: what files hold, and the same in other formats."""
import json
import os

from claims import (claim, data, data_options, done, forward, lines, near, place, read_png,
                    read_safetensors, refused, run, test_images, write_safetensors)

MODEL = place("model.safetensors")
EVENTS = lines(run("train", *data_options(), "--epochs", 3, "--layers", "784,20,10", "--l2", "0.5",
                   "--json", "--model-out", MODEL))


def as_bits(tensors):
    return {name: (shape, [value.hex() for value in values])
            for name, (shape, values) in tensors.items()}


def convert(source, ending):
    target = place("converted" + ending)
    run("model", "convert", source, target)
    return target


def write_network2(name, network):
    with open(place(name), "w") as file:
        json.dump(network, file)
    return place(name)


def small_network2():
    return {"sizes": [784, 2, 10], "cost": "QuadraticCost",
            "weights": [[[(i * 7 % 11 - 5) / 10 * (-1) ** j for i in range(784)] for j in range(2)],
                        [[j / 10, -0.25] for j in range(10)]],
            "biases": [[[0.5], [-0.125]], [[j / 3] for j in range(10)]]}


@claim("/cli/model/info-says-what-the-file-holds")
def _():
    info, = lines(run("model", "info", MODEL, "--json"))
    assert info["format"] == "safetensors" and info["layers"] == [784, 20, 10]
    assert info["activation"] == info["output"] == "sigmoid" and info["cost"] == "cross-entropy"
    assert info["parameters"] == EVENTS[0]["parameters"] and info["epoch"] == 3
    assert info["data_set"] == "digits" and info["kernel"] == EVENTS[0]["kernel"]
    assert info["training_images"] == 500
    assert info["hyper_parameters"] == EVENTS[0]["hyper_parameters"]
    assert info["checkpoint"]["epoch"] == 3 and info["checkpoint"]["velocity"] is False
    table = run("model", "info", MODEL).output
    assert "784-20-10" in table and "after epoch 3" in table and "\x1b" not in table


@claim("/cli/model/info-of-a-foreign-file-says-no-more-than-it-knows")
def _():
    tensors, _ = read_safetensors(MODEL)
    write_safetensors(place("foreign"), tensors)
    info, = lines(run("model", "info", place("foreign"), "--json"))
    assert set(info) == {"model", "format", "layers", "activation", "output", "parameters",
                         "checkpoint"}
    assert info["checkpoint"] is False and info["output"] == "sigmoid"
    assert "without a set-up" in run("model", "info", place("foreign")).output


@claim("/cli/model/network2-json-and-back-keeps-every-bit")
def _():
    before, _ = read_safetensors(MODEL)
    text = convert(MODEL, ".json")
    after, _ = read_safetensors(convert(text, ".safetensors"))
    assert as_bits(before) == as_bits(after)
    again, = lines(run("model", "info", place("converted.safetensors"), "--json"))
    assert again["cost"] == "cross-entropy" and "hyper_parameters" not in again


@claim("/cli/model/network2-json-is-what-network2-saves")
def _():
    with open(convert(MODEL, ".json")) as file:
        network = json.load(file)
    tensors, _ = read_safetensors(MODEL)
    assert set(network) == {"sizes", "weights", "biases", "cost"}
    assert network["sizes"] == [784, 20, 10] and network["cost"] == "CrossEntropyCost"
    for layer in 1, 2:
        (n_out, n_in), weights = tensors[f"layer{layer}.weight"]
        rows = network["weights"][layer - 1]
        assert len(rows) == n_out and all(len(row) == n_in for row in rows)
        assert near(rows[3][5], weights[3 * n_in + 5], 1e-6 * abs(rows[3][5]))
        biases = network["biases"][layer - 1]
        assert [len(bias) for bias in biases] == [1] * n_out
        assert near(biases[2][0], tensors[f"layer{layer}.bias"][1][2], 1e-6)


@claim("/cli/model/evaluate-and-classify-read-network2-json")
def _():
    network = small_network2()
    path = write_network2("small.json", network)
    tensors = {}
    for layer, (weights, biases) in enumerate(zip(network["weights"], network["biases"]), 1):
        tensors[f"layer{layer}.weight"] = ([len(weights), len(weights[0])], sum(weights, []))
        tensors[f"layer{layer}.bias"] = ([len(biases)], sum(biases, []))
    cost = correct = 0
    for pixels, label in test_images(data()):
        outputs = forward(tensors, pixels)
        cost += sum((a - (j == label)) ** 2 for j, a in enumerate(outputs)) / 2
        correct += outputs.index(max(outputs)) == label
    evaluation, = lines(run("evaluate", path, *data_options(), "--json"))
    assert evaluation["cost"] == "quadratic"
    assert near(evaluation["test_cost"], cost / 200, 1e-5)
    assert near(evaluation["test_accuracy"], correct / 200, 1e-9)


@claim("/cli/model/init-model-takes-network2-json")
def _():
    path = write_network2("small.json", small_network2())
    options = ["--learning-rate", 0, "--epochs", 1, "--cost", "quadratic", "--monitor", "all"]
    start, epoch, _ = lines(run("train", *data_options(), "--init-model", path, *options, "--json"))
    assert start["hyper_parameters"]["layers"] == [784, 2, 10]
    evaluation, = lines(run("evaluate", path, *data_options(), "--json"))
    assert epoch["test_cost"] == evaluation["test_cost"]


@claim("/cli/model/weights-are-drawn-orange-for-and-blue-against")
def _():
    # Three units: all weights positive, all negative, and only pixel (2, 5) at all.
    only = [0.0] * 784
    only[2 * 28 + 5] = 0.75
    write_safetensors(place("drawn"), {
        "layer1.weight": ([3, 784], [0.5] * 784 + [-0.25] * 784 + only),
        "layer1.bias": ([3], [0.0] * 3), "layer2.weight": ([10, 3], [0.0] * 30),
        "layer2.bias": ([10], [0.0] * 10)})
    width, height, pixels = read_png(convert(place("drawn"), ".png"))
    zoom, gap = 4, 8  # two tiles beside one another, two below
    pitch = 28 * zoom + gap
    assert (width, height) == (2 * pitch + gap, 2 * pitch + gap)

    def color(column, row, x, y):
        return pixels[gap + row * pitch + y * zoom + 1][gap + column * pitch + x * zoom + 1]

    red, green, blue = color(0, 0, 20, 9)
    assert red > green > blue
    red, green, blue = color(1, 0, 20, 9)
    assert blue > green > red
    assert color(0, 1, 5, 2) == color(0, 0, 0, 0)
    neutral = color(0, 1, 2, 5)
    assert max(neutral) - min(neutral) <= 2 and neutral == color(0, 1, 27, 27)
    assert pixels[2][2] == (255, 255, 255) and color(1, 1, 3, 3) == (255, 255, 255)


@claim("/cli/model/what-a-format-cannot-hold-is-refused-with-the-reason")
def _():
    odd = place("odd.safetensors")
    run("train", *data_options(), "--epochs", 1, "--activation", "relu", "--output", "softmax",
        "--cost", "log-likelihood", "--model-out", odd)
    for ending, word in (".onnx", "ONNX"), (".txt", ".safetensors"), ("", ".safetensors"):
        refused(2, "model", "convert", MODEL, place("target" + ending), says=word)
        assert not os.path.exists(place("target" + ending))
    refused(2, "model", "convert", odd, place("target.json"), says=["network2", "rectified"])
    assert not os.path.exists(place("target.json"))
    small = {"layer1.weight": ([2, 3], [0.5] * 6), "layer1.bias": ([2], [0.5] * 2)}
    write_safetensors(place("narrow"), small)
    refused(2, "model", "convert", place("narrow"), place("target.png"), says=["784", "3 inputs"])
    info, = lines(run("model", "info", odd, "--json"))
    assert (info["activation"], info["output"]) == ("relu", "softmax")


@claim("/cli/model/bad-files-end-with-3")
def _():
    network = small_network2()
    network["weights"][0][1].pop()
    ragged = write_network2("ragged.json", network)
    network = small_network2()
    network["biases"][1][4] = [float("nan")]
    not_a_number = write_network2("nan.json", network)
    for path in ragged, not_a_number, place("no-such-file"), data():
        for arguments in (["model", "info", path], ["evaluate", path, *data_options()],
                          ["model", "convert", path, place("bad.safetensors")],
                          ["train", *data_options(), "--init-model", path]):
            refused(3, *arguments, says=path)
    assert not os.path.exists(place("bad.safetensors"))
    refused(3, "model", "convert", MODEL, place("no/such/folder.json"), says="folder.json")
    for arguments in ["model"], ["model", "draw"], ["model", "info"], ["model", "convert", MODEL]:
        refused(2, *arguments)


@claim("/cli/model/four-outputs-are-read-as-binary-code")
def _():
    # The first chapter's exercise: old outputs 0 … 9 into the four bits of the digit.
    tensors, _ = read_safetensors(MODEL)
    tensors["layer3.weight"] = ([4, 10], [20.0 if d >> bit & 1 else -20.0 for bit in range(4)
                                          for d in range(10)])
    tensors["layer3.bias"] = ([4], [-2.0] * 4)
    write_safetensors(place("binary"), tensors)
    images = test_images(data())
    digits = []
    for pixels, _ in images:
        outputs = forward(tensors, pixels)
        digits.append(min(range(10), key=lambda d: sum(
            (a - (d >> bit & 1)) ** 2 for bit, a in enumerate(outputs))))
    evaluation, = lines(run("evaluate", place("binary"), *data_options(), "--json"))
    correct = sum(digit == label for digit, (_, label) in zip(digits, images))
    assert near(evaluation["test_accuracy"], correct / len(images), 1e-9)
    assert correct > 40, correct


done()
