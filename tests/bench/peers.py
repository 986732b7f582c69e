# SPDX-License-Identifier: MIT
"""The peers as `compare` sees them: processes that are started, asked and checked. peer.py says how
they are talked to."""
import json
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WARM = 5000  # images that a peer trains on before its first timed epoch


class Absent(Exception):
    """A peer that cannot take part; says why."""


def environment(core):
    """One thread, the core type's kernels, and nothing that the session has set of its own."""
    values = {name: value for name, value in os.environ.items()
              if not name.startswith(("OPENBLAS_", "GOTO_", "OMP_", "MKL_", "ATEN_", "ONEDNN_",
                                      "DNNL_", "NPY_", "PYTHON"))}
    values.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    if core is not None:
        values["OPENBLAS_CORETYPE"] = core
    return values


def python_command(script):
    def command(python, _folder):
        return [python, "-B", os.path.join(HERE, script)]
    return command


def c_command(_python, folder):
    """Compiles openblas.c; with -ffast-math, so that exp is the compiler's vectorised one."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise Absent("there is no C compiler")
    program = os.path.join(folder, "openblas")
    if not os.path.exists(program):
        flags = ["-lopenblas"]
        if shutil.which("pkg-config"):
            asked = subprocess.run(["pkg-config", "--cflags", "--libs", "openblas"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            flags = asked.stdout.split() or flags
        made = subprocess.run([compiler, "-O3", "-march=native", "-ffast-math",
                               os.path.join(HERE, "openblas.c"), "-o", program, *flags, "-lm"],
                              stderr=subprocess.PIPE, text=True)
        if made.returncode != 0:
            raise Absent("openblas.c does not compile; install libopenblas-dev")
    return [program]


COMMANDS = {"NumPy": python_command("peer_numpy.py"),
            "plain NumPy": python_command("peer_numpy_plain.py"), "C": c_command,
            "PyTorch": python_command("peer_torch.py")}


class Peer:
    """One process. `label` names it, once it runs with its OpenBLAS; `peak` is its memory in MB so
    far."""

    def __init__(self, kind):
        self.kind, self.label, self.process, self.peak = kind, kind, None, 0

    def start(self, core, python, folder):
        """Raises Absent where the peer is not what was asked for; it is to be closed then too."""
        self.errors = tempfile.TemporaryFile("w+")
        command = COMMANDS[self.kind](python, folder)
        try:
            self.process = subprocess.Popen([*command, folder], env=environment(core), text=True,
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=self.errors, start_new_session=True)
        except OSError as error:
            raise Absent(error) from error
        about = self.answer()
        self.train_variants = about["train_variants"]
        self.evaluate_variants = about["evaluate_variants"]
        self.core = about.get("core")
        if self.core is None:
            raise Absent(f"{about['name']} does not compute with OpenBLAS; "
                         "install libopenblas0-pthread")
        if core is not None and self.core.lower() != core.lower():
            raise Absent(f"asked for the core type {core}, {about['blas']} took {self.core}")
        if about["threads"] != 1:
            raise Absent(f"{about['blas']} took {about['threads']} threads")
        self.label = f"{about['name']}, {about['blas']} {self.core}"

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.errors.seek(0)
            lines = self.errors.read().strip().splitlines()
            raise Absent(lines[-1] if lines else f"it ended with {self.process.returncode}")
        answer = json.loads(line)
        self.peak = max(self.peak, answer.get("peak", 0))
        return answer

    def ask(self, *words):
        try:
            print(*words, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # answer() says why
        return self.answer()

    def train(self, workload, variant, images, epochs, warm=WARM):
        return self.ask("train", workload.layers, workload.hidden, workload.batch, workload.rate,
                        workload.l2, images, warm, epochs, variant.replace(" ", "_"))

    def evaluate(self, times, variant):
        return self.ask("evaluate", times, variant.replace(" ", "_"))

    def try_variants(self, workload):
        """{variant: the least milliseconds of its tries}, of `tune` images or of an evaluation."""
        evaluation = workload.kind == "evaluation"
        variants = self.evaluate_variants if evaluation else self.train_variants
        times = {variant: [] for variant in variants}
        if evaluation:
            self.train(workload, self.train_variants[0], 50000, 1)
        for _ in range(3):
            for variant in variants:
                answer = (self.evaluate(2, variant) if evaluation else
                          self.train(workload, variant, workload.tune, 1, 1000))
                times[variant] += answer["seconds"]
        return {variant: 1000 * min(seconds) for variant, seconds in times.items()}

    def close(self):
        if self.process is None:
            return
        self.errors.close()
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except BrokenPipeError:
                pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
