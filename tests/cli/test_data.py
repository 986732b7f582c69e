# SPDX-License-Identifier: MIT
"""nabla-cli dataset, and data folders that are not what they should be."""
import gzip
import os
import shutil
import struct

from claims import (PIXELS, Skip, changed_copy, claim, data, done, lines, on_terminal, parts, place,
                    read_idx, refused, run, write_png)

NAMES = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
         "t10k-labels-idx1-ubyte"]


def read(folder, ending=".gz"):
    return [read_idx(os.path.join(folder, name + ending)) for name in NAMES]


@claim("/cli/dataset/make-writes-four-idx-files")
def _():
    assert sorted(os.listdir(data())) == sorted(name + ".gz" for name in NAMES)
    (images, pixels), (labels, digits), test, _ = read(data())
    assert images == (600, 28, 28) and labels == (600,) and test[0] == (200, 28, 28)
    assert all(sorted(digits[i:i + 10]) == list(range(10)) for i in range(0, 600, 10))
    assert all(any(pixels[i * PIXELS:(i + 1) * PIXELS]) for i in range(600))


@claim("/cli/dataset/same-seed-same-images")
def _():
    small = ["--training", 60, "--test", 20]
    run("dataset", "make", place("a"), "--data-seed", 5, *small)
    run("dataset", "make", place("b"), "--data-seed", 5, *small, "--plain")
    run("dataset", "make", place("c"), "--data-seed", 6, *small)
    assert read(place("a")) == read(place("b"), "")
    assert read(place("a"))[0] != read(place("c"))[0]


@claim("/cli/dataset/styles-and-their-strength")
def _():
    small = ["--training", 60, "--test", 20, "--plain"]
    styles = {"default": [], "training": ["--style", "training", "--style-strength", 1],
              "shown": ["--style", "shown"], "calm": ["--style-strength", 0]}
    for name, options in styles.items():
        run("dataset", "make", place(name), *small, *options)
    drawn = {name: read(place(name), "")[0] for name in styles}
    assert drawn["default"] == drawn["training"]
    assert drawn["default"] != drawn["shown"] != drawn["calm"] != drawn["default"]
    for wrong in "neat", "":
        refused(2, "dataset", "make", place("wrong"), "--style", wrong, says="--style")
    for wrong in "-1", "2.5", "nan", "1x", "":
        refused(2, "dataset", "make", place("wrong"), "--style-strength=" + wrong, says="0 to 2")
    assert not os.path.exists(place("wrong"))


@claim("/cli/dataset/a-style-is-that-of-the-files-that-make-writes")
def _():
    run("dataset", "make", place("calm-shown"), "--style", "shown", "--style-strength", 0.25,
        "--data-seed", 3)
    model = place("calm.safetensors")
    run("train", "--data", place("calm-shown"), "--layers", "784,5,10", "--epochs", 1,
        "--mini-batch", 100, "--model-out", model)
    style = ["--data-style", "shown", "--data-style-strength", 0.25]
    files, = lines(run("evaluate", model, "--data", place("calm-shown"), "--json"))
    drawn, = lines(run("evaluate", model, "--dataset", "synthetic", "--data-seed", 3, *style,
                       "--json"))
    assert drawn["data_set"]["name"] == "synthetic (shown 0.25)"
    assert (drawn["data_set"]["style"], drawn["data_set"]["style_strength"]) == ("shown", 0.25)
    for figure in "train_cost", "validation_cost", "test_cost", "test_accuracy":
        assert drawn[figure] == files[figure], figure
    info, = lines(run("dataset", "info", "--dataset", "synthetic", "--data-style", "shown",
                      "--json"))
    assert info["name"] == "synthetic (shown 1)"


@claim("/cli/dataset/a-style-is-not-asked-of-digits-that-have-none")
def _():
    for option in ["--data-style", "shown"], ["--data-style-strength", "0.5"]:
        refused(2, "dataset", "info", "--data", data(), *option, says=[option[0], "synthetic"])


@claim("/cli/dataset/make-replaces-nothing-without-force")
def _():
    small = ["--training", 60, "--test", 20]
    run("dataset", "make", place("kept"), *small)
    before = read(place("kept"))
    refused(3, "dataset", "make", place("kept"), *small, "--data-seed", 9, says="--force")
    refused(3, "dataset", "make", place("kept"), *small, "--plain", says="--force")
    assert read(place("kept")) == before
    run("dataset", "make", place("kept"), *small, "--data-seed", 9, "--plain", "--force")
    assert sorted(os.listdir(place("kept"))) == sorted(NAMES)
    assert read(place("kept"), "") != before


@claim("/cli/dataset/info-counts-what-the-files-hold")
def _():
    info, = lines(run("dataset", "info", data(), "--validation-size", 100, "--json"))
    _, (_, digits), (_, pixels), _ = read(data())
    assert info["name"] == "digits" and info["folder"] == data()
    assert info["width"] == info["height"] == 28
    assert [info[part]["images"] for part in ("training", "validation", "test")] == [500, 100, 200]
    for part, labels in ("training", digits[:500]), ("validation", digits[500:]):
        assert info[part]["digits"] == [labels.count(digit) for digit in range(10)]
    ink = sum(pixel != 0 for pixel in pixels) / len(pixels)
    assert abs(info["test"]["ink"] - ink) < 1e-12 and 0.1 < ink < 0.3
    table = run("dataset", "info", data()).output
    assert "28×28" in table and "\x1b" not in table


@claim("/cli/dataset/baselines-agree-with-numpy")
def _():
    try:
        import numpy
    except ImportError:
        raise Skip("numpy is not there") from None
    arguments = ["dataset", "info", data(), "--validation-size", 100, "--baselines"]
    info, = lines(run(*arguments, "--json"))
    baselines, table = info["baselines"], on_terminal(*arguments)

    def arrays(part):
        pixels = numpy.frombuffer(b"".join(pixels for pixels, _ in part), numpy.uint8)
        return pixels.reshape(len(part), -1) / 255, numpy.array([label for _, label in part])

    training = parts(data(), 100)[0]
    images, labels = arrays(training)
    averages = numpy.array([images[labels == digit].mean(0) for digit in range(10)])
    assert numpy.abs(numpy.array(baselines["average_images"]) - averages).max() < 1e-12
    assert numpy.abs(numpy.array(baselines["average_darkness"]) - averages.mean(1)).max() < 1e-12
    for name, part in zip(("training", "validation", "test"), parts(data(), 100), strict=True):
        images, labels = arrays(part)
        darkness = numpy.abs(images.mean(1)[:, None] - averages.mean(1)).argmin(1)
        image = ((images[:, None, :] - averages) ** 2).sum(2).argmin(1)
        for key, answers in ("darkness", darkness), ("average_image", image):
            right = (answers == labels).mean()
            assert abs(baselines[key][name] - right) < 1e-12, (key, name)
            assert f"{100 * right:.2f} %" in table, (key, name, table)
    assert "baselines" not in lines(run(*arguments[:-1], "--json"))[0]


@claim("/cli/dataset/mnist-is-known-by-its-images")
def _():
    folder = os.environ.get("NABLA_TEST_MNIST", "")
    if not os.path.isdir(folder):
        raise Skip("NABLA_TEST_MNIST names no folder")
    info, = lines(run("dataset", "info", folder, "--baselines", "--json"))
    assert info["baselines"]["darkness"]["test"] == 0.2225  # as was published
    assert info["name"] == "MNIST" and info["training"]["images"] == 50000
    assert info["test"]["digits"] == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def refused_everywhere(folder, says=()):
    for command in ["train", "--data"], ["dataset", "info"]:
        refused(3, *command, folder, says=says)


@claim("/cli/data/a-folder-of-images-by-class-is-a-data-set")
def _():
    (_, pixels), (_, digits), _, _ = read(data())
    folder = place("by-class")
    for part, first, end in ("train", 0, 500), ("test", 500, 600):
        for i in range(first, end):
            os.makedirs(os.path.join(folder, part, str(digits[i])), exist_ok=True)
            write_png(os.path.join(folder, part, str(digits[i]), f"{i}.png"),
                      pixels[i * PIXELS:(i + 1) * PIXELS])
    info, = lines(run("dataset", "info", folder, "--validation-size", 80, "--json"))
    assert [info[part]["images"] for part in ("training", "validation", "test")] == [420, 80, 100]
    assert info["test"]["digits"] == [10] * 10 and info["name"] == "by-class" and "skipped" not in info
    options = ["--data", folder, "--validation-size", 80, "--epochs", 2, "--json"]
    first, second = (lines(run("train", *options)) for _ in range(2))
    assert first[1]["test_accuracy"] == second[1]["test_accuracy"] > 0.3
    with open(os.path.join(folder, "train", "3", "notes.txt"), "w") as file:
        file.write("no image")
    result = run("dataset", "info", folder, "--json")
    assert result.errors.count("\n") == 1 and "train/3/notes.txt" in result.errors
    assert lines(result)[0]["skipped"] == 1
    os.makedirs(os.path.join(folder, "train", "cat"))
    refused_everywhere(folder, says=["cat", "0 to 9"])


@claim("/cli/data/one-idx-file-brings-its-labels")
def _():
    folder = place("pair")
    os.makedirs(folder)
    for name, own in (NAMES[0], "own-images.idx"), (NAMES[1], "own-labels.idx"):
        shutil.copy(os.path.join(data(), name + ".gz"), os.path.join(folder, own))
    info, = lines(run("dataset", "info", os.path.join(folder, "own-images.idx"), "--json"))
    assert [info[part]["images"] for part in ("training", "validation", "test")] == [430, 85, 85]
    assert lines(run("dataset", "info", os.path.join(data(), NAMES[2] + ".gz"), "--json"))[0]["test"] \
        ["images"] == 200
    os.remove(os.path.join(folder, "own-labels.idx"))
    refused_everywhere(os.path.join(folder, "own-images.idx"), says="labels")


@claim("/cli/data/a-header-that-lies-is-refused")
def _():
    images, labels = NAMES[0], NAMES[1]
    four_gib = struct.pack(">II", 65536, 65536)
    changes = [
        (images, lambda raw: b"\0\0\x08\x01" + raw[4:]),              # magic of labels
        (images, lambda raw: b"PK\x03\x04" + raw[4:]),
        (images, lambda raw: raw[:4] + struct.pack(">I", 601) + raw[8:]),  # count beyond the file
        (images, lambda raw: raw[:4] + struct.pack(">I", 599) + raw[8:]),  # bytes beyond the count
        (images, lambda raw: raw[:4] + b"\xff\xff\xff\xff" + raw[8:]),
        (images, lambda raw: raw[:8] + four_gib + raw[16:]),
        (images, lambda raw: raw[:8] + bytes(8) + raw[16:]),          # 0×0
        (images, lambda raw: raw[:8] + bytes(8)),
        (images, lambda raw: raw[:4] + bytes(4) + raw[8:16]),         # no image at all
        (images, lambda raw: raw[:10]),
        (images, lambda raw: b""),
        (images, lambda raw: raw[:8] + struct.pack(">II", 14, 56) + raw[16:]),
        (labels, lambda raw: raw[:100] + b"\x0b" + raw[101:]),        # label 11
        (labels, lambda raw: raw[:4] + struct.pack(">I", 500) + raw[8:508]),
        (labels, lambda raw: raw[:-1]),
    ]
    for i, (name, change) in enumerate(changes):
        with changed_copy(data(), name, change) as folder:
            result = refused(3, "train", "--data", folder, says=place("changed"))
            assert result.output == "", i


@claim("/cli/data/damaged-gzip-is-refused")
def _():
    folder = place("gzip")
    for change in (lambda raw: raw[:len(raw) // 2], lambda raw: raw[:-4], lambda raw: raw[:2],
                   lambda raw: raw[:1000] + bytes(200) + raw[1200:]):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(data(), folder)
        path = os.path.join(folder, NAMES[0] + ".gz")
        with open(path, "rb") as file:
            raw = file.read()
        with open(path, "wb") as file:
            file.write(change(raw))
        refused_everywhere(folder, says=NAMES[0])


@claim("/cli/data/a-small-file-that-claims-4-gib-costs-no-memory")
def _():
    folder = place("claims")
    shutil.copytree(data(), folder)
    header = struct.pack(">IIII", 2051, 5478275, 28, 28)
    with gzip.open(os.path.join(folder, NAMES[0] + ".gz"), "wb") as file:
        file.write(header + bytes(1000))
    refused_everywhere(folder, says=NAMES[0])


@claim("/cli/data/missing-and-unreadable-places-are-named")
def _():
    refused_everywhere(place("no-such-folder"), says="no-such-folder")
    os.mkdir(place("bare"))
    refused_everywhere(place("bare"), says="bare")
    with open(place("file"), "w"):
        refused_everywhere(place("file"), says="file")
    os.mkdir(place("bare/" + NAMES[0]))
    for name in NAMES[1:]:
        shutil.copy(os.path.join(data(), name + ".gz"), place("bare"))
    refused_everywhere(place("bare"), says=NAMES[0])
    refused(3, "train", "--dataset", "mnist", says="MNIST")
    refused(3, "dataset", "make", place("file"))
    refused(3, "dataset", "make", place("file/below"))


done()
