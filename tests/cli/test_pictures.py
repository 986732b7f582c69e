# SPDX-License-Identifier: MIT
"""nabla-cli classify on photographs, on files of any format, and on numbers."""
import json
import math
import os
import pty
import random
import subprocess
import sys

from claims import (PIXELS, SIDE, claim, done, lines, place, refused, run, test_images, write_pgm,
                    write_png)

# Trained on the program's own digits: what is claimed here is what photographs lose.
MODEL = place("model")
FOLDER = place("many")
run("dataset", "make", FOLDER, "--training", 6000, "--test", 120, "--data-seed", 3)
run("train", "--data", FOLDER, "--validation-size", 100, "--epochs", 4, "--layers", "784,60,10",
    "--model-out", MODEL)
IMAGES = test_images(FOLDER)


def classify(*paths, expect=0):
    return lines(run("classify", MODEL, "--json", *paths, expect=expect))


def ink_at(pixels, x, y):
    """Between the pixels of 28×28, made sharp; 0 outside."""
    i, j = math.floor(x), math.floor(y)

    def at(a, b):
        return pixels[b * SIDE + a] if 0 <= a < SIDE and 0 <= b < SIDE else 0
    value = ((at(i, j) * (i + 1 - x) + at(i + 1, j) * (x - i)) * (j + 1 - y) +
             (at(i, j + 1) * (i + 1 - x) + at(i + 1, j + 1) * (x - i)) * (y - j))
    return min(max((value / 255 - 0.25) / 0.4, 0), 1)


class Photograph:
    """A page with digits on it: uneven light, a shadow's edge, noise; grey bytes."""

    def __init__(self, seed, digits, side=5, dark_paper=False):
        generator = random.Random(seed)
        step = 24 * side
        self.width, self.height = step * len(digits) + 60, 28 * side + 50
        self.boxes = [(30 + i * step, 25) for i in range(len(digits))]
        paper, depth = generator.uniform(170, 250), generator.uniform(0.1, 0.5)
        ink, shadow = generator.uniform(0.1, 0.4), generator.uniform(0.1, 0.35)
        angle, edge = generator.uniform(0, 6.28), generator.uniform(0.3, 0.7)
        noise = [generator.gauss(0, generator.uniform(1, 6)) for _ in range(997)]
        grey = bytearray()
        for y in range(self.height):
            for x in range(self.width):
                along = 0.5 + 0.5 * ((2 * x / self.width - 1) * math.cos(angle) +
                                     (2 * y / self.height - 1) * math.sin(angle)) / 1.42
                light = paper * (1 - depth * along)
                light *= 1 - shadow / (1 + math.exp(-40 * (along - edge)))
                i = min(max((x - 30) // step, 0), len(digits) - 1)
                left, top = self.boxes[i]
                # What is beyond a digit's share of the page is its neighbour's.
                share = ink_at(digits[i], 2 + (x - left) / side, (y - top) / side)
                value = light * (1 - share * (1 - ink)) + noise[(y * self.width + x * 31) % 997]
                value = min(max(value, 0), 255)
                grey.append(int(255 - value if dark_paper else value))
        self.grey = bytes(grey)

    def write(self, name):
        return write_png(place(name), self.grey, self.width, self.height)


def accuracy(answers, labels):
    return sum(a["digit"] == label for a, label in zip(answers, labels, strict=True)) / len(labels)


@claim("/cli/pictures/photographs-are-read-nearly-as-well-as-clean-digits")
def _():
    labels = [label for _, label in IMAGES]
    clean = accuracy(classify(*[write_pgm(place(f"{i}.pgm"), pixels)
                                for i, (pixels, _) in enumerate(IMAGES)]), labels)
    photographs = [Photograph(i, [pixels], side=3, dark_paper=i % 4 == 3).write(f"{i}.png")
                   for i, (pixels, _) in enumerate(IMAGES)]
    seen = accuracy(classify(*photographs), labels)
    print(f"# clean {clean:.3f}, photographed {seen:.3f}")
    assert clean > 0.75
    assert seen >= 0.9 * clean


@claim("/cli/pictures/several-digits-are-read-as-a-number")
def _():
    expected, paths = [], []
    for i in range(16):
        digits = [IMAGES[(7 * i + j) % 120] for j in range(2 + i % 3)]
        photograph = Photograph(i, [pixels for pixels, _ in digits], side=3)
        paths.append(photograph.write(f"number-{i}.png"))
        expected.append(("".join(str(label) for _, label in digits), photograph))
    n_digits = n_right = n_whole = 0
    for path, answer, (number, photograph) in zip(paths, classify("--several", *paths), expected,
                                                  strict=True):
        assert set(answer) == {"image", "number", "digits"} and answer["image"] == path
        assert answer["number"] == "".join(str(digit["digit"]) for digit in answer["digits"])
        for digit in answer["digits"]:
            assert set(digit) == {"digit", "probabilities", "box"}
            assert len(digit["probabilities"]) == 10
            x, y, width, height = digit["box"]
            assert 0 <= x <= x + width <= photograph.width
            assert 0 <= y <= y + height <= photograph.height
        if len(answer["number"]) == len(number):
            n_whole += 1
            n_digits += len(number)
            n_right += sum(a == b for a, b in zip(answer["number"], number))
    print(f"# {n_whole} of 16 in as many digits, {n_right} of {n_digits} digits right")
    assert n_whole >= 14
    assert n_right >= 0.75 * n_digits


@claim("/cli/pictures/several-digits-of-a-drawing-are-read-as-a-number")
def _():
    one, four = [[[0, 0], [0, 10]]], [[[4, 0], [3, 6], [8, 6]], [[7, 3], [7, 10]]]
    drawing = {"strokes": one + four + [[[x + 12, y] for x, y in s] for s in one], "width": 1}
    with open(place("number.json"), "w") as file:
        json.dump(drawing, file)
    answer, = classify("--several", place("number.json"))
    assert len(answer["digits"]) == 3
    assert answer["digits"][0]["box"] == [-0.5, -0.5, 1, 11]
    assert answer["digits"][1]["box"] == [2.5, -0.5, 6, 11]
    assert answer["number"][0] == answer["number"][2]
    one_digit, = classify(place("number.json"))
    assert "digit" in one_digit


@claim("/cli/pictures/for-people-the-number-stands-in-one-line")
def _():
    path = place("number-0.png")
    ours, theirs = pty.openpty()
    subprocess.run([sys.argv[1], "classify", MODEL, "--several", path], stdout=theirs, check=True)
    text = os.read(ours, 4096).decode()
    number = classify("--several", path)[0]["number"]
    assert text.startswith(f"{path}: {number} (") and text.count("%") == len(number)


@claim("/cli/pictures/other-formats-and-large-photographs-are-read")
def _():
    svg = place("one.svg")
    with open(svg, "w") as file:
        file.write("<svg xmlns='http://www.w3.org/2000/svg' width='28' height='28'>"
                   "<path d='M14 4V24' stroke='black' stroke-width='3'/></svg>")
    gif = place("one.gif")
    with open(gif, "wb") as file:
        file.write(b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02"
                   b"\x44\x01\0;")
    line = bytearray(b"\xe0" * (4000 * 3000))
    for y in range(600, 2400):
        line[y * 4000 + 1900:y * 4000 + 2150] = b"\x30" * 250
    large = write_png(place("large.png"), bytes(line), 4000, 3000)
    vector, photograph = classify(svg, large)
    assert vector["digit"] == photograph["digit"]
    box = classify("--several", large)[0]["digits"][0]["box"]
    assert all(abs(a - b) < 20 for a, b in zip(box, [1900, 600, 250, 1800])), box
    refused(3, "classify", MODEL, gif, says=[gif, "no ink"])
    with open(place("text.txt"), "w") as file:
        file.write("no image at all")
    refused(3, "classify", MODEL, place("text.txt"), says=["text.txt", "PNG, JPEG, GIF"])
    refused(3, "classify", MODEL, "--several", write_png(place("white.png"), b"\xff" * PIXELS),
            says="white.png")
    refused(2, "classify", MODEL, "--several", "--raw", gif, says="--several")


done()
