# SPDX-License-Identifier: MIT
"""What people type: help, version, and what is refused with exit code 2."""
import os
import subprocess

from claims import PROGRAM, claim, data, done, environment, place, refused, run

BAD_VALUES = [
    ("layers", ["784,-3", "784", "", "784,0,10", "784,x,10", "784,30,", "784,30,9", "100,10",
                "784,99999999999,10", "784," * 20 + "10", "784,10000,10000,10"]),
    ("learning-rate", ["nan", "inf", "-inf", "-1", "1e300", "", "0,5", "half", "1e999", "0x10"]),
    ("l2", ["nan", "-0.1", "x"]),
    ("epochs", ["0", "-1", "1.5", "99999999999999999999", "", "ten"]),
    ("mini-batch", ["0", "-10", "nan"]),
    ("train-size", ["-1", "1e3"]),
    ("seed", ["-1", "9007199254740992", "1.0"]),
    ("cost", ["", "quadratics", "0"]),
    ("init", ["small"]),
    ("activation", ["softmax", ""]),
    ("output", ["relu"]),
    ("encoding", ["base64"]),
    ("dropout", ["1", "-0.1", "nan"]),
    ("momentum", ["1", "-0.1"]),
    ("l1", ["-1", "inf"]),
    ("schedule", ["halve", "halve:0:128", "halve:10:1", "halve:10:nan", "third:1:2", "constant:1"]),
    ("early-stopping", ["-1", "1.5"]),
    ("expand", ["mirror"]),
    ("drawings", ["-1", "11", "nan", "many"]),
    ("own-share", ["-0.1", "0.91", "1", "nan", "half"]),
    ("digits", ["", "0,x", "10", "0;1", "-1"]),
    ("kernel", ["", "neon", "AVX2"]),
    ("monitor-every", ["-1", "1e3", "x"]),
    ("preset", ["", "no-such-preset"]),
    ("monitor", ["", "accuracy", "all,none", "train-cost,"]),
    ("dataset", ["", "emnist"]),
    ("validation-size", ["-1", "99999999999", "x"]),
    ("data-seed", ["-1", "9007199254740992"]),
    ("data-style", ["", "neat"]),
    ("data-style-strength", ["", "-1", "2.5", "nan", "1x"]),
    ("plot", ["curves.txt", "png"]),
]


@claim("/cli/usage/values-out-of-range-end-with-2")
def _():
    for option, values in BAD_VALUES:
        for value in values:
            result = refused(2, "train", f"--{option}", value)
            assert result.output == "", (option, value)
            assert option in result.errors or "layers" in result.errors, result.errors


@claim("/cli/usage/check-gradient-takes-the-same-set-up")
def _():
    for option, values in BAD_VALUES[:9]:
        refused(2, "check-gradient", f"--{option}={values[0]}", says=option)


@claim("/cli/usage/unknown-words-end-with-2")
def _():
    for arguments in [
            ["no-such-command"], ["train", "--no-such-option"], ["train", "word"], ["evaluate"],
            ["evaluate", "a", "b"], ["classify"], ["classify", "model"], ["train", "--epochs"],
            ["train", "--json=yes"], ["train", "--no-shuffle=no"], ["train", "-x"], ["dataset"], ["dataset", "destroy"],
            ["model", "info", "a", "b"], ["presets", "a", "b"], ["dataset", "info", "a", "b"], ["dataset", "make"], ["dataset", "make", "--test", "0"],
            ["dataset", "make", place("x"), "--training", "-5"],
            ["dataset", "info", data(), "--data", data()],
            ["train", "--data", data(), "--dataset", "mnist"],
            ["classify", "m", "i", "--raw", "--strokes"]]:
        refused(2, *arguments)


@claim("/cli/usage/help-and-version-go-to-stdout")
def _():
    assert run("--version").output.startswith("nabla-cli ")
    everything = run("--help").output
    for command in "train", "evaluate", "classify", "check-gradient", "presets", "model", "dataset", \
            "drawings":
        assert command in everything
        for option in "--help", "-h":
            result = run(command, option)
            assert result.output.startswith("Usage: nabla-cli " + command), result.output
            assert result.errors == "" and len(result.output) > 100
    for command, action in (("dataset", "info"), ("dataset", "make"), ("model", "info"),
                            ("model", "convert")):
        assert f"{command} {action}" in run(command, action, "--help").output
    make = " ".join(run("dataset", "make", "--help").output.split())
    assert "images, 1 to 2000000; default 60000" in make and "default 10000" in make


@claim("/cli/usage/the-manual-page-knows-every-option")
def _():
    with open(os.path.join(os.path.dirname(__file__), "../../data/nabla-cli.1")) as file:
        words = file.read().replace("\\-", "-").split()
    for command in (["train"], ["evaluate"], ["classify"], ["check-gradient"], ["presets"],
                    ["model", "info"], ["model", "convert"], ["dataset", "info"],
                    ["dataset", "make"], ["drawings", "list"], ["drawings", "add"],
                    ["drawings", "export"]):
        for line in run(*command, "--help").output.splitlines():
            if line.startswith("  --"):
                assert line.split()[0].split("[")[0] in words, (command, line)


@claim("/cli/usage/full-output-is-noticed")
def _():
    with open("/dev/full", "w") as full:
        result = subprocess.run([PROGRAM, "--version"], stdout=full, stderr=subprocess.PIPE,
                                env=environment(), timeout=60)
    assert result.returncode == 3 and b"cannot be written" in result.stderr


done()
