# SPDX-License-Identifier: MIT
"""What the end-to-end tests share: TAP output, a small data set, and the figures of charts."""

import contextlib
import json
import os
import re
import subprocess
import sys
import traceback

from desktop import Desktop, missing, wait_for


class Claims:
    """Claims that hold or don't, printed as TAP."""

    def __init__(self):
        self.n = self.failed = 0

    @contextlib.contextmanager
    def claim(self, name):
        """The block holds where it raises nothing."""
        problem = None
        try:
            yield
        except Exception:  # pylint: disable=broad-except
            problem = traceback.format_exc()
        self.n += 1
        if problem:
            self.failed += 1
            self.note(problem)
        print(f"{'not ok' if problem else 'ok'} {self.n} {name}", flush=True)

    def note(self, text):
        for line in text.splitlines():
            print("#", line, flush=True)

    def done(self):
        print(f"1..{self.n}", flush=True)
        return 1 if self.failed else 0


def main(test):
    """Runs test(claims, nabla, nabla_cli), the programs being this script's arguments; skips where
    the machine has no virtual display."""
    absent = missing()
    if absent:
        print(f"1..0 # SKIP {absent}")
        sys.exit(0)
    nabla, nabla_cli = map(os.path.abspath, sys.argv[1:3])
    claims = Claims()
    with Desktop() as desktop:
        test(claims, desktop, nabla, nabla_cli)
    sys.exit(claims.done())


def small_data(desktop, nabla_cli, training=2000, test=500):
    """A folder of synthesized digits in the private home."""
    folder = os.path.join(desktop.home, f"digits-{training}")
    subprocess.run([nabla_cli, "dataset", "make", folder, "--training", str(training),
                    "--test", str(test)], env=desktop.environment, check=True, timeout=120,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return folder


def click_train(desktop, window):
    """Clicks Train once the digits are there."""
    button = window.find("Train", "push button")
    assert wait_for(lambda: button.sensitive, 60), "Train stays insensitive"
    desktop.click(button)


def records(desktop, nabla_cli, folder, *options):
    """The epoch records of a run on the command line, by epoch."""
    run = subprocess.run([nabla_cli, "train", "--json", "--data", folder, *options], check=True,
                         env=desktop.environment, timeout=120, capture_output=True, text=True)
    events = [json.loads(line) for line in run.stdout.splitlines()]
    return {event["epoch"]: event for event in events if event["event"] == "epoch"}


# "784-30-10: epoch 3, training 95.1 %, validation 94.2 %."
RUN = re.compile(r"([^.:]+(?:\.\d[^.:]*)*): epoch (\d+)((?:, [a-z]+ [-\d.e−]+\s*%?)+)")
FIGURE = re.compile(r", ([a-z]+) ([-\d.e−]*[\d])\s*(%?)")


def chart_figures(text):
    """What a chart's description says: {run: (epoch, {part: (value, half a unit of the last
    digit)})}; accuracies as fractions."""
    runs = {}
    for name, epoch, rest in RUN.findall(text):
        figures = {}
        for part, number, percent in FIGURE.findall(rest):
            number = number.replace("−", "-")
            digits = len(number.split("e")[0].partition(".")[2])
            scale = 0.01 if percent else 1.0
            exponent = float("1e" + number.partition("e")[2]) if "e" in number else 1.0
            figures[part] = float(number) * scale, 0.501 * 10.0 ** -digits * scale * exponent
        runs[name.strip()] = int(epoch), figures
    return runs


def field(window, name):
    """The field of the set-up panel with that name."""
    return window.find(name, match=lambda node: node.role in ("spin button", "text", "entry"))


def chart(window, title):
    """What the chart with that title says: {run: (epoch, figures)}; empty before the first epoch.
    The node is kept: looking for it takes longer than an epoch."""
    if title not in window.charts:
        found = window.find_all(match=lambda node: node.role == "image"
                                and node.description.startswith(title)
                                and "epoch" in node.description)
        if not found:
            return {}
        window.charts[title] = found[0]
    return chart_figures(window.charts[title].description)
