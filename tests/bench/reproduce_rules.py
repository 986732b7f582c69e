# SPDX-License-Identifier: MIT
"""By which rules a preset counts as reproduced: see RULES, which the page quotes."""
import dataclasses
import statistics

import reproduce_curves as curves

RULES = """\
- Each preset is trained with seeds 1, 2, …; a figure is its mean over the seeds ± their standard deviation. *Peak* is the
  highest over the epochs of a run, *last* that of the last epoch.
- An accuracy is inside where the mean is at most 0.5 points from the published figure (or range) with 50,000 training images or
  more, and 1.5 points with 1,000. For other sizes n it is 0.5 · (50,000/n)^0.281 points, the power law through both: the spread
  of single runs, of which each published figure is one, grows alike.
- A cost is inside where the mean is at most 5 % from the published figure.
- Presets that depend on the seed (digits are learnt, or never) are distributions, of which what was published is one draw: the
  seed that comes nearest counts, within 0.5 points. All are listed.
- Shapes: *overfitting* where the mean test cost is lowest between epochs 8 and 25 and has grown by a fifth at the end;
  η = 2.5 swings where the training cost rises in at least a third of the epochs of every seed and its range over the last
  ten is at least 0.1; *chapter-1-fast* and *too-much* where the mean is within 5 points of guessing, 10 %; *debugging* where
  λ = 1000 diverges in the first epoch, and the validation accuracy, which bounces on its 100 images, is on the mean of the
  epochs above 45 % for η = 1 and below 35 % for the two before it; *expanded* where the mean peak is above that of the same set-up
  with the same λ/n on the 50,000 images alone.
- Published curves are compared epoch by epoch with the mean over our seeds: accuracies agree where the root of the mean
  squared difference is at most the tolerance above, costs where it is at most a tenth of the published curve's range (for
  η = 2.5, which is never twice the same, the means over the epochs are compared instead)."""

FIGURES = ["train_cost", "train_accuracy", "validation_cost", "validation_accuracy", "test_cost",
           "test_accuracy"]


@dataclasses.dataclass
class Outcome:
    preset: dict
    ours: str             # for people
    inside: bool | None   # None: nothing was published to compare with
    note: str = ""
    curves: list = dataclasses.field(default_factory=list)  # (what, measure, inside)


def seeds(preset):
    """Five where it is cheap; more where a distribution is asked for."""
    if preset["outcome"]["kind"] == "spread":
        return 15
    return {"expanded-800": 1, "expanded-100": 3}.get(preset["name"], 5)


def work(preset):
    """Roughly multiplications of one run."""
    set_up = preset["hyper_parameters"]
    images = set_up["train_size"] or 50000
    expanded = 1 if set_up["expand"] == "none" else 5
    pairs = sum(a * b for a, b in zip(set_up["layers"], set_up["layers"][1:]))
    return images * expanded * set_up["epochs"] * pairs


def baseline(preset):
    """Options that take the expansion away; λ follows the number of images."""
    return ["--expand", "none", "--l2", str(preset["hyper_parameters"]["l2"] / 5)]


def set_ups(preset):
    """(name, options) of all that a preset needs: itself, and what it is compared with."""
    yield preset["name"], []
    if preset["name"] in ("expanded-30", "expanded-100"):
        yield preset["name"] + " on 50,000", baseline(preset)


def monitors(preset):
    """As few as the comparison needs: measuring can cost more than training."""
    wanted = {"test_accuracy"} if preset["outcome"]["kind"] == "shape" else set()
    wanted.add(preset["outcome"].get("figure", "test_accuracy"))
    if preset.get("group") == "debugging":
        wanted = {"validation_accuracy"}
    wanted |= curves.figures(preset)
    return ",".join(name.replace("_", "-") for name in FIGURES if name in wanted)


def epochs(events):
    return [event for event in events if event["event"] == "epoch"]


def series(events, figure):
    return [epoch[figure] for epoch in epochs(events) if figure in epoch]


def tolerance(preset):
    """Of an accuracy, 0 … 1."""
    images = min(preset["hyper_parameters"]["train_size"] or 50000, 50000)
    return 0.005 * (50000 / images) ** 0.281


def spread_of(values):
    return statistics.stdev(values) if len(values) > 1 else 0.0


def text_of(values, is_cost):
    mean, sd = statistics.mean(values), spread_of(values)
    count = f"{len(values)} seed{'s' if len(values) > 1 else ''}"
    if is_cost:
        return f"{mean:.3f} ± {sd:.3f} ({count})"
    return f"{100 * mean:.2f} ± {100 * sd:.2f} % ({count})"


def judge_figure(preset, runs):
    kind, figure = preset["outcome"]["kind"], preset["outcome"]["figure"]
    low, high = preset["outcome"]["low"], preset["outcome"]["high"]
    is_cost = figure.endswith("cost")
    all_series = [series(events, figure) for events in runs[preset["name"]]]
    values = [values[-1] if kind == "final" else max(values) for values in all_series if values]
    if len(values) < len(all_series):
        return Outcome(preset, f"{len(all_series) - len(values)} runs without a figure", False)
    slack = 0.05 * low if is_cost else tolerance(preset)
    ours = text_of(values, is_cost)
    what = ("last " if kind == "final" else "peak ") + figure.replace("_", " ")
    if kind != "spread":
        return Outcome(preset, ours, low - slack <= statistics.mean(values) <= high + slack, what)
    nearest = min(values, key=lambda value: max(low - value, value - high))
    ordered = ", ".join(f"{100 * value:.1f}" for value in sorted(values))
    return Outcome(preset, f"nearest {100 * nearest:.2f} %; {ours}",
                   low - slack <= nearest <= high + slack, f"{what} of each seed: {ordered}")


def mean_series(runs, name, figure):
    return [statistics.mean(values)
            for values in zip(*(series(events, figure) for events in runs[name]))]


def judge_overfitting(outcome, runs):
    cost = mean_series(runs, outcome.preset["name"], "test_cost")
    lowest = cost.index(min(cost)) + 1
    learnt = [next((i for i, value in enumerate(series(events, "train_accuracy"), 1) if value == 1),
                   None) for events in runs[outcome.preset["name"]]]
    outcome.note += (f"; test cost lowest, {min(cost):.2f}, in epoch {lowest}, then up to "
                     f"{cost[-1]:.2f}; all training images right from epoch "
                     + ", ".join(str(epoch) for epoch in learnt))
    outcome.inside &= 8 <= lowest <= 25 and cost[-1] >= 1.2 * min(cost)


def swings(costs):
    rises = sum(b > a for a, b in zip(costs, costs[1:]))
    return rises >= (len(costs) - 1) / 3 and max(costs[-10:]) - min(costs[-10:]) >= 0.1


def judge_swinging(preset, runs):
    all_costs = [series(events, "train_cost") for events in runs[preset["name"]]]
    lowest, highest = min(map(min, all_costs)), max(map(max, all_costs))
    return Outcome(preset, f"training cost between {lowest:.2f} and {highest:.2f} "
                   f"({len(all_costs)} seeds)", all(map(swings, all_costs)), "swings")


def judge_debugging(preset, runs):
    ends = [events[-1] for events in runs[preset["name"]]]
    if preset["name"] == "debugging-10-1000":
        places = [f"{end.get('mini_batch')}" for end in ends]
        return Outcome(preset, "diverges in the first epoch at mini-batch " + ", ".join(places),
                       all(end["reason"] == "diverged" and end["epoch"] == 1 for end in ends))
    values = [statistics.mean(series(events, "validation_accuracy") or [0.0])
              for events in runs[preset["name"]]]
    mean = statistics.mean(values)
    inside = mean > 0.45 if preset["name"] == "debugging-1-20" else mean < 0.35
    return Outcome(preset, text_of(values, False), inside, "validation accuracy, mean of the epochs")


def judge_guessing(preset, runs):
    values = [series(events, "test_accuracy")[-1] for events in runs[preset["name"]]]
    return Outcome(preset, text_of(values, False), abs(statistics.mean(values) - 0.1) < 0.05,
                   "last test accuracy of each seed: "
                   + ", ".join(f"{100 * value:.1f}" for value in sorted(values)))


def judge_expanded(preset, runs):
    peaks = [max(series(events, "test_accuracy")) for events in runs[preset["name"]]]
    plain = [max(series(events, "test_accuracy"))
             for events in runs[preset["name"] + " on 50,000"]]
    return Outcome(preset, text_of(peaks, False), statistics.mean(peaks) > statistics.mean(plain),
                   f"peak test accuracy; on 50,000 images {text_of(plain, False)}")


def judge(preset, runs, folder):
    """What became of a preset; `folder` holds published curves, or does not exist."""
    if preset["name"] in ("chapter-1-fast", "too-much"):
        outcome = judge_guessing(preset, runs)
    elif preset["outcome"]["kind"] != "shape":
        outcome = judge_figure(preset, runs)
    elif preset["name"] == "learning-rates-2.5":
        outcome = judge_swinging(preset, runs)
    elif preset.get("group") == "debugging":
        outcome = judge_debugging(preset, runs)
    elif preset["name"] + " on 50,000" in runs:
        outcome = judge_expanded(preset, runs)
    else:
        peaks = [max(series(events, "test_accuracy")) for events in runs[preset["name"]]]
        outcome = Outcome(preset, text_of(peaks, False), None, "peak test accuracy")
    if preset["name"] == "overfitting":
        judge_overfitting(outcome, runs)
    outcome.curves = curves.compare(preset, folder, lambda figure: mean_series(
        runs, preset["name"], figure), tolerance(preset))
    return outcome
