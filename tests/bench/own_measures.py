# SPDX-License-Identifier: MIT
"""What the program is measured at without a peer that trains: loading, monitoring, a sweep, memory."""
import os
import shutil
import statistics
import subprocess
import time
from collections import namedtuple

from comparison import by_turns, spread
from program import TINY, Missing

# One row of the table. `value` and `target` are text; met is None where nothing is asked.
Measure = namedtuple("Measure", "what value target met")

SWEEP_RUNS = 8


def met_if(value, limit):
    return value <= limit


def milliseconds(values):
    return spread([1000 * value for value in values], " ms")


class OwnMeasures:
    def __init__(self, program, pairs, say, skip):
        self.program, self.pairs, self.say, self.skip = program, pairs, say, skip
        self.measures = []

    def add(self, what, value, target="", met=None):
        self.measures.append(Measure(what, value, target, met))
        verdict = "" if met is None else ", met" if met else ", not met"
        self.say(f"  {what}: {value}" + (f"; target {target}{verdict}" if target else ""))

    def load(self):
        """From the start of the process to the start of training, against gzip -dc of the files."""
        folder = self.program.data
        files = [os.path.join(folder, name) for name in sorted(os.listdir(folder))
                 if name.endswith("-ubyte.gz")]
        if len(files) != 4 or shutil.which("gzip") is None:
            self.skip("load", "needs gzip and MNIST as four .gz files")
            return

        def unpack():
            began = time.perf_counter()
            subprocess.run(["gzip", "-dc", *files], check=True, stdout=subprocess.DEVNULL)
            return [time.perf_counter() - began]
        values = by_turns(self.pairs, {"ours": lambda: [self.program.run(TINY).ready],
                                       "gzip": unpack})
        ratios = [ours / theirs for ours, theirs in zip(values["ours"], values["gzip"])]
        self.add("MNIST from gzip to ready, process start included", milliseconds(values["ours"]))
        self.add("`gzip -dc` of the same files", milliseconds(values["gzip"]))
        self.add("ready : `gzip -dc`", spread(ratios), "≤ 1.5 ×",
                 met_if(statistics.median(ratios), 1.5))

    def monitored(self):
        """30 epochs with the test accuracy of each against 30 bare ones; and the first record."""
        options = ["--layers", "784,30,10", "--l2", "5", "--epochs", "30"]
        firsts = []

        def seconds(monitor):
            run = self.program.run(options, monitor)
            if monitor != "none":
                firsts.append(run.first)
            return [run.end["seconds"]]
        values = by_turns(self.pairs, {monitor: lambda monitor=monitor: seconds(monitor)
                                       for monitor in ("test-accuracy", "none")})
        ratios = [a / b for a, b in zip(values["test-accuracy"], values["none"])]
        self.add("30 epochs of 784-30-10, test accuracy of each", milliseconds(values["test-accuracy"]))
        self.add("the same without monitoring", milliseconds(values["none"]))
        self.add("monitored : bare", spread(ratios), "< 1.15 ×", statistics.median(ratios) < 1.15)
        self.add("first epoch's record, after the data is loaded", milliseconds(firsts), "≤ 150 ms",
                 met_if(1000 * statistics.median(firsts), 150))

    def sweep_seconds(self, jobs, monitor):
        """Eight seeds of 30 epochs in one `sweep`, so many at once, from the first run's start to the
        last one's end: the data is loaded once."""
        began, process = None, subprocess.Popen(
            [self.program.path, "sweep", "--json", "--data", self.program.data, "--layers",
             "784,30,10", "--l2", "5", "--epochs", "30", "--seeds", str(SWEEP_RUNS), "--jobs",
             str(jobs), *monitor], stdout=subprocess.PIPE)
        with process.stdout:
            for _ in process.stdout:
                began = began or time.perf_counter()
        ended = time.perf_counter()
        if process.wait() != 0 or began is None:
            raise Missing("the sweep failed")
        return [ended - began]

    def sweep(self):
        if len(os.sched_getaffinity(0)) < 2:
            self.skip("sweep", "there is only one core")
            return
        # With monitors an evaluator works beside each run, so that one run alone has two cores to use.
        for monitor, words in ((["--monitor", "none"], ""), ([], ", monitored")):
            values = by_turns(min(self.pairs, 5), {
                n: lambda n=n, monitor=monitor: self.sweep_seconds(n, monitor) for n in (2, 1)})
            ratios = [two / one for one, two in zip(values[1], values[2])]
            target = 0.56 if monitor else None
            self.add(f"sweep of 8 runs of 30 epochs of 784-30-10, --jobs 2{words}",
                     spread(values[2], " s"))
            self.add(f"the same with --jobs 1{words}", spread(values[1], " s"))
            self.add(f"--jobs 2 : --jobs 1{words}", spread(ratios),
                     "≤ 0.56 ×" if target else "",
                     met_if(statistics.median(ratios), target) if target else None)

    def memory(self):
        options = ["--layers", "784,30,10", "--l2", "5", "--epochs", "3"]
        peaks = [self.program.run(options, "all").peak for _ in range(min(self.pairs, 3))]
        self.add("memory peak of `train`, all monitors on", spread(peaks, " MB"), "≤ 150 MB",
                 met_if(max(peaks), 150))
