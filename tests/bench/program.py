# SPDX-License-Identifier: MIT
"""nabla-cli as `compare` runs it: what it can do, and one run of `train` with its times."""
import json
import os
import re
import subprocess
import tempfile
import time
from collections import namedtuple

# `ready` and `first` are seconds from the process's start to the line of the start and from there to
# the first epoch's; `peak` is the largest resident memory in MB.
Run = namedtuple("Run", "kernel epochs end ready first peak")

TINY = ["--epochs", "1", "--train-size", "10"]


class Missing(Exception):
    """This nabla-cli, or this machine, cannot do what was asked; says why."""


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


class Program:
    def __init__(self, path, data):
        self.path, self.data = path, data
        # The core's own loop over the test images: what a run says of its evaluations includes the
        # start of a thread and images that the caches have never seen.
        self.evaluator = os.path.join(os.path.dirname(path), "..", "..", "tests", "bench", "evaluate")
        self.networks = None
        self.version = self.ask("--version").split()[-1]
        self.help = self.ask("train", "--help")
        self.default_kernel = None

    def keep_networks_in(self, folder):
        self.networks = folder

    def ask(self, *arguments):
        return subprocess.run([self.path, *arguments], check=True, stdout=subprocess.PIPE,
                              text=True).stdout

    def choice(self, option, *beginnings):
        """The value of the option that begins so, as --help spells it."""
        found = re.search(rf"^ *{option} ([\w|-]+)", self.help, re.MULTILINE)
        if not found:
            raise Missing(f"this nabla-cli has no {option}")
        for value in found[1].split("|"):
            if value.startswith(beginnings):
                return value
        raise Missing(f"this nabla-cli has no {option} {beginnings[0]}")

    def kernel_options(self, kernel):
        if re.search(r"^ *--kernel\b", self.help, re.MULTILINE):
            return ["--kernel", kernel]
        if self.default_kernel is None:
            self.default_kernel = self.run(TINY).kernel
        if kernel == self.default_kernel:
            return []
        raise Missing(f"this nabla-cli has no --kernel, and takes {self.default_kernel}")

    def set_up(self, workload, kernel):
        options = ["--layers", workload.layers, "--mini-batch", workload.batch,
                   "--learning-rate", workload.rate, "--l2", workload.l2]
        if workload.hidden == "relu":
            options += ["--activation", self.choice("--activation", "relu", "rect"),
                        "--output", self.choice("--output", "softmax"),
                        "--cost", self.choice("--cost", "log-likelihood")]
        return [*map(str, options), *self.kernel_options(kernel)]

    def command(self, options):
        return [self.path, "train", "--json", "--data", self.data, *options]

    def run(self, options, monitor="none"):
        """Trains to the end. Raises Missing with the program's own sentence where it refuses."""
        with tempfile.TemporaryFile("w+") as errors:
            began = time.perf_counter()
            process = subprocess.Popen(self.command([*options, "--monitor", monitor]),
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=errors)
            try:
                with process.stdout:
                    lines = [(line, time.perf_counter()) for line in process.stdout]
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            except BaseException:
                process.kill()
                process.wait()
                raise
            errors.seek(0)
            if process.returncode != 0:
                raise Missing(last_line(errors.read()).removeprefix("nabla-cli: "))
        events = [json.loads(line) for line, _ in lines]
        return Run(events[0]["kernel"], events[1:-1], events[-1], lines[0][1] - began,
                   lines[1][1] - lines[0][1], usage.ru_maxrss / 1024)

    def check_kernel(self, kernel):
        taken = self.run([*TINY, *self.kernel_options(kernel)]).kernel
        if taken != kernel:
            raise Missing(f"asked for it, nabla-cli took {taken}")

    def accuracy(self, workload, kernel):
        """Of the test images, after as many epochs as a block has. Not timed."""
        options = [*self.set_up(workload, kernel), "--epochs", str(1 + workload.ours)]
        return self.run(options, "test-accuracy").epochs[-1]["test_accuracy"]

    def block(self, workload, kernel):
        """The seconds of each epoch of one block but the first, or of each evaluation."""
        if workload.kind == "evaluation":
            return self.evaluate(workload, kernel)
        run = self.run([*self.set_up(workload, kernel), "--epochs", str(1 + workload.ours)], "none")
        return [epoch["train_seconds"] for epoch in run.epochs[1:]]

    def evaluate(self, workload, kernel):
        """The seconds of evaluations of a network after one epoch, one after another."""
        network = os.path.join(self.networks, f"{workload.name}-{kernel}.safetensors")
        if not os.path.exists(network):
            self.run([*self.set_up(workload, kernel), "--epochs", "1", "--model-out", network])
        if not os.path.exists(self.evaluator):
            raise Missing(f"there is no {os.path.normpath(self.evaluator)}")
        answer = subprocess.run([self.evaluator, self.data, network, kernel, str(workload.ours)],
                                check=True, stdout=subprocess.PIPE, text=True).stdout
        return json.loads(answer)["seconds"]
