# SPDX-License-Identifier: MIT
"""nabla-cli classify."""
import json
import math
import os
import shutil
import struct

from claims import (PIXELS, SIDE, claim, data, data_options, done, forward, lines, near, on_terminal,
                    place, read_safetensors, refused, run, test_images, write_pgm, write_png,
                    write_safetensors)

MODEL = place("model")
run("train", *data_options(), "--epochs", 30, "--model-out", MODEL)
TENSORS, _ = read_safetensors(MODEL)
IMAGES = test_images(data())


def classify(*paths, expect=0):
    return lines(run("classify", MODEL, "--json", *paths, expect=expect))


def same(a, b, tolerance=1e-6):
    return a["digit"] == b["digit"] and all(
        near(x, y, tolerance) for x, y in zip(a["outputs"], b["outputs"], strict=True))


def inverted(pixels):
    return bytes(255 - pixel for pixel in pixels)


def write_drawing(name, drawing):
    with open(place(name), "w") as file:
        file.write(drawing if isinstance(drawing, str) else json.dumps(drawing))
    return place(name)


@claim("/cli/classify/agrees-with-an-independent-forward-pass")
def _():
    paths = [write_pgm(place(f"{i}.pgm"), IMAGES[i][0]) for i in range(20)]
    answers = classify("--raw", *paths)
    assert [answer["image"] for answer in answers] == paths
    for answer, (pixels, _) in zip(answers, IMAGES):
        expected = forward(TENSORS, pixels)
        assert set(answer) == {"image", "digit", "outputs", "probabilities"}
        assert all(near(a, e, 1e-5) for a, e in zip(answer["outputs"], expected, strict=True))
        assert answer["digit"] == expected.index(max(expected))


@claim("/cli/classify/probabilities-are-the-softmax-of-the-weighted-inputs")
def _():
    for answer in classify("--raw", *[place(f"{i}.pgm") for i in range(20)]):
        odds = [a / (1 - a) for a in forward(TENSORS, IMAGES[int(
            answer["image"].split("/")[-1][:-4])][0])]
        assert near(math.fsum(answer["probabilities"]), 1, 1e-5)
        for p, o in zip(answer["probabilities"], odds, strict=True):
            assert near(p, o / sum(odds), 1e-4)


def weighted_input(pixels, unit):
    output = forward(TENSORS, pixels)[unit]
    return math.log(output / (1 - output))


@claim("/cli/classify/saliency-is-input-times-slope")
def _():
    """The slope by central differences of an independent forward pass, where there is most ink."""
    for i in range(3):
        pixels, _ = IMAGES[i]
        answer, = classify("--raw", "--explain", place(f"{i}.pgm"))
        assert len(answer["saliency"]) == PIXELS
        assert all(s == 0 for s, p in zip(answer["saliency"], pixels, strict=True) if p == 0)
        for p in sorted(range(PIXELS), key=lambda p: -pixels[p])[:20]:
            more, less = list(pixels), list(pixels)
            more[p] += 0.01
            less[p] -= 0.01
            slope = (weighted_input(more, answer["digit"]) - weighted_input(less, answer["digit"]))
            expected = pixels[p] * slope / 0.02
            assert near(answer["saliency"][p], expected, 1e-4), (i, p)


@claim("/cli/classify/a-nudge-changes-what-an-independent-forward-pass-says")
def _():
    for i, answer in enumerate(classify("--raw", "--explain",
                                        *[place(f"{i}.pgm") for i in range(20)])):
        nudge, pixels = answer["nudge"], [pixel / 255 for pixel in IMAGES[i][0]]
        apart = [abs(a - b) for a, b in zip(nudge["pixels"], pixels, strict=True)]
        assert near(max(apart), nudge["epsilon"], 1e-7) and 0 < nudge["epsilon"] < 0.7
        assert all(0 <= pixel <= 1 for pixel in nudge["pixels"])
        outputs = forward(TENSORS, [255 * pixel for pixel in nudge["pixels"]])
        assert outputs.index(max(outputs)) == nudge["digit"] != answer["digit"]
        half = [(a + b) / 2 for a, b in zip(nudge["pixels"], pixels)]
        outputs = forward(TENSORS, [255 * pixel for pixel in half])
        assert outputs.index(max(outputs)) == answer["digit"], i


@claim("/cli/classify/people-are-told-the-nudge")
def _():
    answer, = classify("--raw", "--explain", place("0.pgm"))
    text = on_terminal("classify", MODEL, "--raw", "--explain", place("0.pgm"))
    nudge = answer["nudge"]
    assert f"a nudge of {nudge['epsilon']:.3f} makes it a {nudge['digit']}" in text, text


@claim("/cli/classify/what-nothing-changes-has-no-nudge")
def _():
    """A network of zeros but for one bias sees a 7 everywhere."""
    zeros = {"layer1.weight": ([10, PIXELS], [0.0] * 10 * PIXELS),
             "layer1.bias": ([10], [float(j == 7) for j in range(10)])}
    write_safetensors(place("seven"), zeros)
    answer, = lines(run("classify", place("seven"), "--raw", "--explain", "--json", place("0.pgm")))
    assert answer["digit"] == 7 and answer["nudge"] is None and not any(answer["saliency"])


@claim("/cli/classify/the-form-of-the-file-does-not-matter")
def _():
    pixels, _ = IMAGES[3]
    rgb = bytes(value for pixel in pixels for value in (pixel, pixel, pixel))
    light = bytes(value for pixel in pixels for value in (255, 255, 255, pixel))
    dark = bytes(value for pixel in pixels for value in (0, 0, 0, pixel))
    forms = [
        write_pgm(place("binary.pgm"), pixels), write_pgm(place("text.pgm"), pixels, text=True),
        write_png(place("grey.png"), pixels), write_png(place("rgb.png"), rgb, channels=3),
        write_pgm(place("dark.pgm"), inverted(pixels)),
        write_png(place("dark.png"), inverted(pixels)),
        write_png(place("light-alpha.png"), light, channels=4),
        write_png(place("dark-alpha.png"), dark, channels=4),
    ]
    for raw in [["--raw"], []]:
        answers = classify(*raw, *forms)
        for answer in answers:
            assert same(answer, answers[0], 0.02 if "alpha" in answer["image"] else 1e-6), answer


@claim("/cli/classify/place-and-paper-do-not-matter")
def _():
    pixels, _ = IMAGES[5]
    side = 200
    large = bytearray(side * side)
    for y in range(SIDE):
        for x in range(SIDE):
            large[(y + 130) * side + x + 20] = pixels[y * SIDE + x]
    grey = bytes(200 - pixel * 190 // 255 for pixel in large)
    plain, moved, scanned = classify(
        write_pgm(place("plain.pgm"), pixels), write_pgm(place("moved.pgm"), large, side, side),
        write_png(place("scan.png"), grey, side, side))
    assert same(plain, moved)
    assert scanned["digit"] == plain["digit"]


@claim("/cli/classify/sixteen-bit-pgm-is-read")
def _():
    pixels, _ = IMAGES[4]
    with open(place("deep.pgm"), "wb") as file:
        file.write(b"P5 28 28 65535\n" + b"".join(struct.pack(">H", p * 257) for p in pixels))
    deep, plain = classify("--raw", place("deep.pgm"), write_pgm(place("4.pgm"), pixels))
    assert same(deep, plain)


@claim("/cli/classify/drawings-are-read-in-any-unit")
def _():
    strokes = [[[10, 10, 0], [50, 8, 20], [60, 30], [20, 60], [15, 90]], [[20, 50], [60, 52]]]
    scaled = [[[5 + point[0] / 1000, point[1] / 1000 - 7] for point in stroke]
              for stroke in strokes]
    plain, small, wide, dot = classify(
        "--strokes", write_drawing("plain.json", {"strokes": strokes}),
        write_drawing("small.json", {"strokes": scaled}),
        write_drawing("wide.json", {"strokes": strokes, "width": 30}),
        write_drawing("dot.json", {"strokes": [[[3, 4]]]}))
    assert same(plain, small, 0.02)
    assert not same(plain, wide, 0.001)
    assert 0 <= dot["digit"] <= 9
    assert same(plain, *classify(place("plain.json")))


@claim("/cli/classify/goes-on-past-a-bad-image-and-ends-with-3")
def _():
    good = write_pgm(place("good.pgm"), IMAGES[0][0])
    bad = write_pgm(place("bad.pgm"), IMAGES[0][0][:-1])
    result = run("classify", MODEL, good, bad, place("none"), good, expect=3)
    answers = lines(result)
    assert [answer["image"] for answer in answers] == [good, good]
    assert result.errors.count("\n") == 2 and bad in result.errors


def bad_images():
    pixels = IMAGES[0][0]
    contents = {
        "huge.pgm": b"P5 4000000000 4000000000 255\n", "wide.pgm": b"P5 8193 1 255\n" + bytes(8193),
        "zero.pgm": b"P5 0 0 255\n", "negative.pgm": b"P5 -28 28 255\n" + pixels,
        "white.pgm": b"P5 28 28 0\n" + pixels, "bright.pgm": b"P2 1 1 10 11 ",
        "header.pgm": b"P5 28", "letters.pgm": b"P2 2 1 255 1 x ", "text": b"no image",
        "nothing": b"", "signature.png": b"\x89PNG\r\n\x1a\n",
    }
    for name, content in contents.items():
        with open(place(name), "wb") as file:
            file.write(content)
        yield place(name)
    png = write_png(place("whole.png"), pixels)
    with open(png, "rb") as file:
        raw = file.read()
    claims = struct.pack(">II", 2**31 - 1, 2**31 - 1)
    for name, content in [("cut.png", raw[:-40]), ("claims.png", raw[:16] + claims + raw[24:]),
                          ("damaged.png", raw[:60] + bytes(60) + raw[120:])]:
        with open(place(name), "wb") as file:
            file.write(content)
        yield place(name)
    yield write_pgm(place("blank.pgm"), bytes(PIXELS))
    yield write_png(place("white.png"), b"\xff" * PIXELS)
    yield write_png(place("clear.png"), bytes(2 * PIXELS), channels=2)
    yield place("digits")


@claim("/cli/classify/refuses-bad-and-empty-images-with-their-name")
def _():
    for path in bad_images():
        refused(3, "classify", MODEL, path, says=path)
    refused(3, "classify", MODEL, "--raw", place("blank.pgm"), says="blank.pgm")
    refused(3, "classify", MODEL, "--raw", write_pgm(place("5x4.pgm"), bytes(range(20)), 5, 4),
            says=["5x4.pgm", "5×4"])


@claim("/cli/classify/refuses-what-is-no-drawing")
def _():
    bad = ['{"strokes": []}', '{"strokes": [[]]}', '{}', "[]", "", "{", '{"strokes": 3}',
           '{"strokes": [[[1]]]}', '{"strokes": [[[1, "2"]]]}', '{"strokes": [[[1, 1e999]]]}',
           '{"strokes": [[[1, 1e20]]]}', '{"strokes": [[[1, 2]]], "width": -1}',
           '{"strokes": [[[1, 2]]], "width": "x"}', '{"strokes": [[[1, null]]]}',
           '{"strokes": ' + "[" * 3000000, '{"strokes": [[' + "[1,2]," * 2100000 + "[1,2]]]}"]
    for i, text in enumerate(bad):
        path = write_drawing(f"bad-{i}.json", text)
        refused(3, "classify", MODEL, "--strokes", path, says=path)


@claim("/cli/classify/default-is-trained-on-the-spot-and-kept")
def _():
    drawing = write_drawing("seven", {"strokes": [[[0, 0], [60, 2], [20, 100]]]})
    mnist = os.path.join(place("no-data"), "nabla", "mnist")
    shutil.copytree(data(), mnist)
    try:
        first = run("classify", "default", "--json", drawing).output
        kept = os.listdir(os.path.join(place("cache"), "nabla"))
        assert len(kept) == 1 and kept[0].endswith(".safetensors"), kept
    finally:
        shutil.rmtree(place("no-data"))
    answer, = lines(run("classify", "default", "--json", drawing))
    assert answer == json.loads(first)
    assert answer["digit"] == 7, answer
    info, = lines(run("model", "info", os.path.join(place("cache"), "nabla", kept[0]), "--json"))
    assert info["hyper_parameters"]["drawings"] > 0, info


done()
