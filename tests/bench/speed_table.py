# SPDX-License-Identifier: MIT
"""doc/speed.md out of what was measured."""
import datetime
import os
import platform
import statistics

from comparison import percent
from peers import COMMANDS
from workloads import EVERY_KERNEL, KERNEL_NAMES, WORKLOADS

HEAD = """# Speed

Written by `tests/bench/compare` on {date}; run it again rather than edit this. {version} on
{machine}; its load before the run was {busy:.1f}.

All ratios are the other's time over Nabla's, 2 × is half the time: the median of {pairs} interleaved
pairs, with the least and the greatest. Everybody trains on one thread, in float32, the same network
with the same mini-batches, learning rate and L2 decay on MNIST's first 50,000 images, shuffling
included, and all have learnt: whose network gets less than 90 % of the test images right is not
compared. Peers hold their images in memory as floats before the clock starts. OpenBLAS is forced to
the core type that is named, which has the instructions of the kernel that it is compared with. NumPy
takes part twice: "as it is mostly written" are the formulas, vectorised over the mini-batch, each
result a new array; the other writes every result into memory that is there already.
"""

KINDS = (
    ("epoch", "One epoch of training",
     "Sigmoid units and cross-entropy; 784-512-512-10 has rectified linear units, softmax and "
     "log-likelihood. Below each ratio: milliseconds of an epoch, Nabla's and the other's."),
    ("evaluation", "Evaluating 10,000 images",
     "Test accuracy of a trained network. Below each ratio: milliseconds, Nabla's and the other's."),
)


def machine():
    model = platform.machine()
    try:
        with open("/proc/cpuinfo") as lines:
            model = next((line.split(":", 1)[1].strip() for line in lines
                          if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{model}, {len(os.sched_getaffinity(0))} cores"


def row(cells):
    return "| " + " | ".join(cells) + " |"


def header(names):
    return [row(names), "|" + "---|" * len(names)]


def place_of(result):
    return EVERY_KERNEL.index(result.kernel), list(COMMANDS).index(result.kind)


def milliseconds(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(result):
    if result is None:
        return "–"
    ratio = statistics.median(result.ratios)
    text = (f"**{ratio:.2f} ×** ({min(result.ratios):.2f}–{max(result.ratios):.2f})<br>"
            f"{milliseconds(result.ours)} / {milliseconds(result.peer_ms)} ms")
    if result.target is not None:
        asked, aim = result.target
        text += f"<br>target {asked} ×: {'met' if ratio >= asked else 'not met'}"
        if aim is not None:
            text += f", aim {aim} ×: {'met' if ratio >= aim else 'not met'}"
    return text


def ratios_of(kind, title, explanation, results):
    results = [result for result in results if result.workload.kind == kind]
    if not results:
        return []
    titles = [workload.title for workload in WORKLOADS
              if any(result.workload is workload for result in results)]
    cells = {(result.kernel, result.label, result.workload.title): result for result in results}
    rows = dict.fromkeys((result.kernel, result.label)
                         for result in sorted(results, key=place_of))
    lines = ["", f"## {title}", "", explanation, ""]
    lines += header(["kernel", "against"] + titles)
    for kernel, label in rows:
        lines.append(row([KERNEL_NAMES[kernel], label] +
                         [cell(cells.get((kernel, label, title))) for title in titles]))
    return lines


def own_rows(measures):
    if not measures:
        return []
    lines = ["", "## The program alone", ""] + header(["", "median (least–greatest)", "target"])
    for measure in measures:
        verdict = {None: "", True: ": met", False: ": not met"}[measure.met]
        lines.append(row([measure.what, measure.value, measure.target + verdict]))
    return lines


def peer_rows(variants, peaks):
    if not variants:
        return []
    lines = ["", "## How the peers were written", "",
             "Each was tried in several ways, and the fastest, in bold, was compared. Milliseconds "
             "of the images in the third column, the least of three tries or more.", ""]
    lines += header(["peer", "workload", "images", "ways", "test accuracy"])
    for workload, label, best, times, accuracy in variants:
        ways = "<br>".join(f"**{way}: {milliseconds(ms)} ms**" if way == best else
                           f"{way}: {milliseconds(ms)} ms" for way, ms in times.items())
        images = 10000 if workload.kind == "evaluation" else workload.tune
        lines.append(row([label, f"{workload.kind}, {workload.title}", f"{images:,}", ways,
                          percent(accuracy)]))
    lines += ["", "Their memory peaks, with all the images as floats: " +
              "; ".join(f"{label} {peak:.0f} MB" for label, peak in peaks.items()) + "."]
    return lines


def text_of(program, pairs, busy, comparison, measures):
    lines = [HEAD.format(date=datetime.date.today().isoformat(), version=f"Nabla {program.version}",
                         machine=machine(), busy=busy, pairs=pairs).rstrip()]
    for kind, title, explanation in KINDS:
        lines += ratios_of(kind, title, explanation, comparison.results)
    lines += own_rows(measures)
    lines += peer_rows(comparison.variants, comparison.peaks)
    if comparison.skipped:
        lines += ["", "## Left out", ""] + [f"- {line}" for line in comparison.skipped]
    return "\n".join(lines) + "\n"
