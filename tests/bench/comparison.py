# SPDX-License-Identifier: MIT
"""Our kernels and the peers by turns: blocks of epochs in one interleaved run, ratios pair by pair."""
import statistics
from collections import namedtuple

from peers import COMMANDS, Absent, Peer
from program import Missing
from workloads import HONEST, IMAGES, KERNEL_NAMES, target_of

# One cell of the table: ratios are the peer's seconds over ours, `ours` and `peer_ms` the medians.
Result = namedtuple("Result", "workload kernel kind label ratios ours peer_ms target")


def percent(accuracy):
    return f"{100 * accuracy:.2f} %"


def spread(values, unit=" ×"):
    return f"{statistics.median(values):.2f}{unit} ({min(values):.2f}–{max(values):.2f})"


def by_turns(pairs, blocks):
    """{key: one median a round} for blocks of {key: function}. Every other round runs backwards, so
    that nobody is always first and what the machine does meanwhile falls on all."""
    values = {key: [] for key in blocks}
    for i in range(pairs):
        for key in (list(blocks) if i % 2 == 0 else list(blocks)[::-1]):
            values[key].append(statistics.median(blocks[key]()))
    return values


class Comparison:
    """Collects results, and everything that was left out with its reason."""

    def __init__(self, program, python, folder, pairs, say):
        self.program, self.python, self.folder = program, python, folder
        self.pairs, self.say = pairs, say
        self.results, self.skipped, self.variants, self.peaks = [], [], [], {}

    def skip(self, what, why):
        line = f"{what}: {why}"
        if line not in self.skipped:
            self.skipped.append(line)
            self.say(f"skipped: {line}")

    def kernels_there(self, kernels):
        there = []
        for kernel in kernels:
            try:
                self.program.check_kernel(kernel)
                there.append(kernel)
            except Missing as reason:
                self.skip(f"{KERNEL_NAMES[kernel]} kernel", reason)
        return there

    def start_peers(self, group):
        peers = []
        for kind in COMMANDS:
            peer = Peer(kind)
            try:
                peer.start(group.core, self.python, self.folder)
                peers.append(peer)
            except Absent as reason:
                peer.close()
                self.skip(f"{kind} ({group.core or 'any core type'})", reason)
        return peers

    def group(self, group, kernels, workloads):
        """Everything that the kernels of one group have to be compared in."""
        kernels = self.kernels_there(kernels)
        peers = self.start_peers(group) if kernels else []
        try:
            for workload in workloads:
                asked = [kernel for kernel in kernels if kernel in workload.kernels]
                if asked and peers:
                    self.say(f"\n{workload.kind}, {workload.title}, OpenBLAS {peers[0].core}")
                    self.workload(workload, asked, peers)
        finally:
            for peer in peers:
                peer.close()
                self.peaks[peer.label] = peer.peak

    def honest_kernels(self, workload, kernels):
        """Those whose network has learnt."""
        honest = []
        for kernel in kernels:
            try:
                accuracy = self.program.accuracy(workload, kernel)
            except Missing as reason:
                self.skip(f"{workload.name}, {KERNEL_NAMES[kernel]} kernel", reason)
                continue
            self.say(f"  {KERNEL_NAMES[kernel]} kernel: test accuracy {percent(accuracy)}")
            if accuracy < HONEST:
                self.skip(f"{workload.name}, {KERNEL_NAMES[kernel]} kernel",
                          f"refused, its test accuracy is only {percent(accuracy)}")
            else:
                honest.append(kernel)
        return honest

    def honest_peers(self, workload, peers):
        """{peer: its fastest variant}, of those whose network has learnt."""
        chosen = {}
        for peer in peers:
            try:
                times = peer.try_variants(workload)
                best = min(times, key=times.get)
                answer = (peer.evaluate(1, best) if workload.kind == "evaluation" else
                          peer.train(workload, best, IMAGES, 1))
            except Absent as reason:
                self.skip(f"{workload.name}, {peer.label}", reason)
                continue
            tried = ", ".join(f"{variant} {ms:.1f} ms" for variant, ms in times.items())
            self.say(f"  {peer.label}: test accuracy {percent(answer['accuracy'])}; {best} "
                     f"is the fastest of: {tried}")
            if answer["accuracy"] < HONEST:
                self.skip(f"{workload.name}, {peer.label}",
                          f"refused, its test accuracy is only {percent(answer['accuracy'])}")
                continue
            chosen[peer] = best
            self.variants.append((workload, peer.label, best, times, answer["accuracy"]))
        return chosen

    def workload(self, workload, kernels, peers):
        kernels = self.honest_kernels(workload, kernels)
        chosen = self.honest_peers(workload, peers) if kernels else {}
        if not chosen:
            return
        # The fastest kernel last, next to NumPy: their blocks follow each other in every round.
        blocks = {kernel: lambda kernel=kernel: self.program.block(workload, kernel)
                  for kernel in reversed(kernels)}
        for peer, variant in chosen.items():
            blocks[peer] = lambda peer=peer, variant=variant: self.peer_block(workload, peer, variant)
        try:
            values = by_turns(self.pairs, blocks)
        except (Absent, Missing) as reason:
            self.skip(workload.name, reason)
            return
        for kernel in kernels:
            for peer in chosen:
                self.add(workload, kernel, peer, values)

    @staticmethod
    def peer_block(workload, peer, variant):
        if workload.kind == "evaluation":
            return peer.evaluate(workload.peers, variant)["seconds"]
        return peer.train(workload, variant, IMAGES, workload.peers)["seconds"]

    def add(self, workload, kernel, peer, values):
        ratios = [theirs / ours for theirs, ours in zip(values[peer], values[kernel])]
        target = target_of(workload, kernel, peer.core) if "NumPy" in peer.kind else None
        result = Result(workload, kernel, peer.kind, peer.label, ratios,
                        1000 * statistics.median(values[kernel]),
                        1000 * statistics.median(values[peer]), target)
        self.results.append(result)
        self.say(f"  {KERNEL_NAMES[kernel]} against {peer.label}: {spread(ratios)}; "
                 f"{result.ours:.2f} ms against {result.peer_ms:.2f} ms"
                 + (f"; target {target[0]} ×" if target else ""))
