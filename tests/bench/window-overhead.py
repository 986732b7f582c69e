#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the window costs a run: trains the default set-up in the window and in nabla-cli by turns, and
prints the ratio of their training seconds pair by pair.

    tests/bench/window-overhead.py BUILD FOLDER [PAIRS [EPOCHS]]

BUILD is a build folder, FOLDER holds the four IDX files; needs xvfb-run. Both monitor the same.
"""
import json
import os
import statistics
import subprocess
import sys


def window(build, folder, epochs):
    environment = dict(os.environ, GSK_RENDERER="cairo", GDK_BACKEND="x11", GSETTINGS_BACKEND="memory")
    out = subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 1400x900x24",
                          f"{build}/tests/bench/window", folder, "1", str(epochs)],
                         env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(out)["train_seconds"]


def command_line(build, folder, epochs):
    out = subprocess.run([f"{build}/src/cli/nabla-cli", "train", "--data", folder, "--epochs", str(epochs),
                          "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
    events = [json.loads(line) for line in out.splitlines()]
    return sum(event["train_seconds"] for event in events if event["event"] == "epoch")


def main(build, folder, pairs="5", epochs="60"):
    ratios = []
    for pair in range(int(pairs)):
        first = pair % 2 == 0
        a = window(build, folder, epochs) if first else None
        b = command_line(build, folder, epochs)
        a = a if first else window(build, folder, epochs)
        ratios.append(a / b)
        print(f"pair {pair + 1}: window {a:.3f} s, command line {b:.3f} s, ratio {a / b:.3f}", flush=True)
    print(f"{int(pairs) * int(epochs)} epochs each; ratio median {statistics.median(ratios):.3f}, "
          f"min {min(ratios):.3f}, max {max(ratios):.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
