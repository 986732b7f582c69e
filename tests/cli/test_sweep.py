# SPDX-License-Identifier: MIT
"""Sweeps: their order, that each run is what train gives alone, and how they are said and ended."""
import collections
import csv
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess

from claims import (PROGRAM, claim, data, data_options, done, environment, lines, place, refused, run,
                    without_seconds)

GRID = ["--vary", "learning_rate=0.05,0.5", "--vary", "layers=784,12,10;784,10", "--seeds", 2]
# What has a state: an error in it would show in the second epoch at the latest.
SET_UP = ["--momentum", "0.5", "--dropout", "0.2", "--schedule", "halve:1:64", "--epochs", 4,
          "--monitor", "all", "--mini-batch", 7, "--seed", 5, "--kernel",
          "portable", "--monitor-every", 200]


def sweep(*arguments, expect=0):
    return run("sweep", *data_options(), *arguments, expect=expect)


def runs_of(result):
    """{number: its events without number and seconds}, each begun by its start and ended by its end."""
    runs = {}
    for event in lines(result):
        runs.setdefault(event.pop("run"), []).append(without_seconds(event))
    for events in runs.values():
        names = [event["event"] for event in events]
        assert names[0] == "start" and names[-1] == "end" and names.count("end") == 1, names
        epochs = [event["epoch"] for event in events if event["event"] == "epoch"]
        assert epochs == list(range(1, len(epochs) + 1)), epochs
    return runs


def set_ups(result):
    return [(p["learning_rate"], p["layers"], p["seed"]) for p in
            (events[0]["hyper_parameters"] for _, events in sorted(runs_of(result).items()))]


def by_shell(command):
    """Runs a line of --list as a shell does, finding nabla-cli where the program under test is."""
    folder = place("bin")
    if not os.path.exists(folder):
        os.mkdir(folder)
        os.symlink(PROGRAM, os.path.join(folder, "nabla-cli"))
    values = environment()
    values["PATH"] = folder + os.pathsep + values["PATH"]
    result = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True,
                            env=values, timeout=100)
    assert result.returncode in (0, 4), (command, result.stderr)
    result.output = result.stdout.decode()
    return result


@claim("/cli/sweep/the-last-goes-round-fastest-and-seeds-fastest-of-all")
def _():
    grid = [(rate, layers, seed) for rate in (0.05, 0.5) for layers in ([784, 12, 10], [784, 10])
            for seed in (5, 6)]
    assert set_ups(sweep(*GRID, "--seed", 5, "--epochs", 1, "--json")) == grid


@claim("/cli/sweep/a-range-has-its-ends-and-equal-factors")
def _():
    result = sweep("--vary", "learning-rate=0.001..1:7", "--epochs", 1, "--json")
    rates = [rate for rate, _, _ in set_ups(result)]
    assert rates[0] == 0.001 and rates[-1] == 1 and len(rates) == 7, rates
    for a, b in zip(rates, rates[1:]):
        assert abs(b / a / 10 ** 0.5 - 1) < 1e-5, rates


@claim("/cli/sweep/each-run-is-what-train-gives-alone")
def _():
    swept = runs_of(sweep(*SET_UP, *GRID, "--json"))
    listed = sweep(*SET_UP, *GRID, "--json", "--list").output.splitlines()
    assert len(listed) == len(swept) == 8
    for number, command in enumerate(listed, 1):
        assert command.startswith("nabla-cli train "), command
        alone = [without_seconds(event) for event in lines(by_shell(command))]
        assert swept[number] == alone, (number, command)


@claim("/cli/sweep/so-it-is-with-every-kind-of-parameter")
def _():
    # More epochs would tell no more.
    kinds = ["--vary", "no-shuffle=true,false", "--vary", "zero_biases=false,true", "--vary",
             "digits=0,1;0,1,2,3,4,5,6,7,8,9", "--vary", "schedule=constant,tenth:1:1000", "--vary",
             "mini-batch=1..9:2", "--epochs", 1]
    swept = runs_of(sweep(*kinds, "--json"))
    listed = sweep(*kinds, "--json", "--list").output.splitlines()
    assert len(listed) == len(set(listed)) == 32
    for number in range(1, 33, 3):
        alone = [without_seconds(event) for event in lines(by_shell(listed[number - 1]))]
        assert swept[number] == alone, listed[number - 1]


@claim("/cli/sweep/one-job-or-many-give-the-same-records")
def _():
    assert runs_of(sweep(*SET_UP, *GRID, "--json", "--jobs", 1)) \
        == runs_of(sweep(*SET_UP, *GRID, "--json", "--jobs", 3))


@claim("/cli/sweep/one-job-is-one-after-another")
def _():
    events = lines(sweep(*GRID, "--epochs", 1, "--json", "--jobs", 1))
    assert [event["run"] for event in events] == [n for n in range(1, 9) for _ in range(3)]


@claim("/cli/sweep/a-preset-and-a-model-are-where-runs-begin")
def _():
    model = place("begin.safetensors")
    run("train", *data_options(), "--epochs", 1, "--layers", "784,15,10", "--model-out", model)
    for options in (["--preset", "overfitting", "--train-size", 100], ["--init-model", model]):
        options += ["--epochs", 2, "--vary", "l2=0,1", "--json"]
        swept = runs_of(sweep(*options))
        for number, command in enumerate(sweep(*options, "--list").output.splitlines(), 1):
            alone = [without_seconds(event) for event in lines(by_shell(command))]
            assert swept[number] == alone, command
    refused(2, "sweep", *data_options(), "--init-model", model, "--vary", "layers=784,10;784,20,10",
            says=["layers", "--init-model"])


@claim("/cli/sweep/a-preset-brings-how-many-images-validate")
def _():
    folder = place("more-digits")
    run("dataset", "make", folder, "--training", 1200, "--test", 50)
    options = ["--data", folder, "--validation-size", 200, "--preset", "debugging-10-20", "--vary",
               "l2=1,20", "--epochs", 2, "--json"]
    swept = runs_of(run("sweep", *options))
    accuracies = [event["validation_accuracy"] for event in swept[1][1:-1]]
    assert all(abs(100 * a - round(100 * a)) < 1e-9 for a in accuracies), accuracies
    for number, command in enumerate(run("sweep", *options, "--list").output.splitlines(), 1):
        assert swept[number] == [without_seconds(event) for event in lines(by_shell(command))]


@claim("/cli/sweep/list-survives-the-shell")
def _():
    folder = place("it's a “folder” with $HOME; and `more` *")
    shutil.copytree(data(), folder)
    options = ["--data", folder, "--validation-size", 100, "--vary", "learning-rate=0.1,0.2",
               "--epochs", 1]
    result = run("sweep", *options, "--list")
    commands = result.output.splitlines()
    assert len(commands) == 2
    for command, rate in zip(commands, ("0.1", "0.2")):
        words = shlex.split(command)
        assert words[words.index("--data") + 1] == folder
        assert words[words.index("--learning-rate") + 1] == rate
        by_shell(command)
    refused(2, "sweep", "--data", "a\nb", "--vary", "l2=1", "--list", says=["--data", "line break"])


@claim("/cli/sweep/list-needs-no-data-and-trains-nothing")
def _():
    result = run("sweep", "--data", place("missing"), "--vary", "l2=1,2", "--list")
    assert len(result.output.splitlines()) == 2
    refused(2, "sweep", "--vary", "l2=1", "--list", "--plot", place("no.png"), says="--plot")
    refused(2, "sweep", "--vary", "l2=1", "--list", "--cull", says="--cull")


@claim("/cli/sweep/what-is-no-sweep-is-refused-before-anything-starts")
def _():
    for options, says in (
            (["--vary", "learning=1"], ["--vary", "learning"]),
            (["--vary", "l2=1,x"], ["l2", "“x”"]),
            (["--vary", "l2=1", "--vary", "l2=2"], "twice"),
            (["--vary", "seed=1,2", "--seeds", 2], "twice"),
            (["--vary", "output=sigmoid,softmax", "--vary", "l2=1,2"], "output softmax, l2 1: "),
            (["--vary", "l2=0..1:200", "--vary", "momentum=0..0.9:100"], "10000"),
            (["--seeds", 0], "--seeds"),
            (["--jobs", 100000], "--jobs"),
            (["--plot", "x.gif"], "--plot"),
            (["--resume", "x"], "resume"),
            (["--monitor", "nothing"], "--monitor")):
        result = refused(2, "sweep", *data_options(), *options, says=says)
        assert result.output == "", options
    refused(3, "sweep", "--data", place("missing"), "--vary", "l2=1", says="missing")


@claim("/cli/sweep/a-run-that-diverges-is-an-outcome")
def _():
    options = ["--vary", "learning-rate=0.5,1e9", "--activation", "relu", "--seeds", 2, "--epochs", 2]
    runs = runs_of(sweep(*options, "--json"))
    assert [runs[n][-1]["reason"] for n in (1, 2, 3, 4)] == ["completed"] * 2 + ["diverged"] * 2
    table = sweep(*options).output
    good, bad = table.splitlines()[-2:]
    assert re.match(r"learning-rate 0.5 +2 of 2 +[\d.]+ ± [\d.]+ .* 0$", good), table
    assert re.match(r"learning-rate 1000000000 +0 of 2 +- +- +- +2$", bad), table
    assert "\x1b" not in table


@claim("/cli/sweep/the-table-says-mean-and-standard-deviation")
def _():
    options = ["--vary", "learning-rate=0.05,0.5", "--seeds", 3, "--epochs", 2, "--monitor",
               "validation-accuracy,validation-cost"]
    runs = runs_of(sweep(*options, "--json"))
    rows = sweep(*options).output.splitlines()[-2:]
    for row, numbers in zip(rows, ((1, 2, 3), (4, 5, 6))):
        columns = [
            [100 * max(e["validation_accuracy"] for e in runs[n][1:-1]) for n in numbers],
            [100 * runs[n][-2]["validation_accuracy"] for n in numbers],
            [runs[n][-2]["validation_cost"] for n in numbers]]
        found = [float(x) for x in re.findall(r"[\d.]+", row.split("3 of 3")[1])]
        for values, mean, deviation in zip(columns, found[0::2], found[1::2]):
            expected = sum(values) / 3
            spread = (sum((v - expected) ** 2 for v in values) / 2) ** 0.5
            assert abs(mean - expected) < 0.006 and abs(deviation - spread) < 0.006, (row, values)


@claim("/cli/sweep/culling-stops-what-is-hopeless-and-says-why")
def _():
    # One job: the good ones come first.
    options = ["--vary", "learning-rate=0.5,0.4,0.3,1e-6", "--epochs", 200, "--train-size", 300,
               "--jobs", 1, "--vary", "layers=784,8,10"]
    runs = runs_of(sweep(*options, "--cull", "--json"))
    for number in 1, 2, 3:
        assert runs[number][-1]["reason"] == "completed"
    end = runs[4][-1]
    assert end["reason"] == "culled" and 40 <= end["epochs"] < 200, end
    assert end["message"].startswith("culled after epoch 40 with "), end
    whole = runs_of(sweep(*options, "--json"))
    assert whole[4][-1]["reason"] == "completed"
    n = end["epochs"]
    assert runs[4][:n + 1] == whole[4][:n + 1]
    table = sweep(*options, "--cull").output
    assert re.search(r"\n {7}culled after epoch 40 with ", table), table
    assert table.splitlines()[-1].split()[-2:] == ["0", "1"], table


@claim("/cli/sweep/an-interruption-stops-all-and-says-so")
def _():
    process = subprocess.Popen(
        [PROGRAM, "sweep", *map(str, data_options()), "--seeds", "100", "--epochs", "1000",
         "--layers", "784,100,10", "--jobs", "2", "--json"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment(), bufsize=0)
    for _ in range(4):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and errors == b"", errors
    ends = [line for line in rest.splitlines() if b'"end"' in line]
    assert len(ends) == 2 and all(b"interrupted" in line for line in ends), ends
    assert b'"run":3' not in rest


def kept(history):
    """{(η, seed): (state, records without seconds, UUID)} of a history, whose runs are all different."""
    runs = lines(run("runs", "export", "--history", history))
    found = {(r["hyper_parameters"]["learning_rate"], r["hyper_parameters"]["seed"]):
             (r["state"], [without_seconds(record) for record in r["records"]], r["uuid"])
             for r in runs}
    assert len(found) == len(runs), runs
    return found


def without_uuids(history):
    return {key: value[:2] for key, value in kept(history).items()}


KEPT = ["--vary", "learning-rate=0.05,0.5", "--seeds", 3, "--epochs", 4, "--momentum", "0.5"]


@claim("/cli/sweep/many-histories-merged-are-that-of-one-sweep")
def _():
    whole, part, merged = place("whole.db"), place("it's a part.db"), place("merged.db")
    sweep(*KEPT, "--history=" + whole)
    assert len(kept(whole)) == 6
    commands = sweep(*KEPT, "--history=" + part, "--list").output
    with open(place("commands.txt"), "w", encoding="utf-8") as file:
        file.write(commands)
    by_shell(f"xargs -d '\\n' -P 2 -n 1 sh -c < {shlex.quote(place('commands.txt'))}")
    parts = [place(f"it's a part-{k}.db") for k in range(1, 7)]
    run("runs", "import", *parts, "--history", merged)
    assert without_uuids(merged) == without_uuids(whole)
    before = kept(merged)
    run("runs", "import", *parts, parts[0], "--history", merged)
    assert kept(merged) == before
    assert "--history\n" in sweep(*KEPT, "--history", "--list").output


@claim("/cli/sweep/a-sudden-end-loses-no-record-and-all-can-go-on")
def _():
    options = ["--vary", "learning-rate=0.05,0.5", "--seeds", 2, "--epochs", 30, "--layers",
               "784,50,10", "--momentum", "0.5"]
    whole = place("undisturbed.db")
    sweep(*options, "--history=" + whole)
    for moment in (3, 17, 40, 71):
        history = place(f"killed-{moment}.db")
        process = subprocess.Popen(
            [PROGRAM, "sweep", *map(str, data_options()), *map(str, options), "--jobs", "2",
             "--json", "--history=" + history], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment(), bufsize=0)
        said = [process.stdout.readline() for _ in range(moment)]
        process.kill()
        rest, _ = process.communicate(timeout=60)
        said = [json.loads(line) for line in said + rest.splitlines() if line.strip().endswith(b"}")]
        found, keys = kept(history), {}
        for event in said:
            if event["event"] == "start":
                set_up = event["hyper_parameters"]
                keys[event["run"]] = (set_up["learning_rate"], set_up["seed"])
            if event["event"] == "epoch":
                recorded = found[keys[event["run"]]][1]
                assert event["epoch"] <= len(recorded), (moment, event)
        for state, _, uuid in found.values():
            if state != "completed":
                run("train", *data_options(), "--resume-run", uuid, "--history=" + history)
        expected = without_uuids(whole)
        for key, value in without_uuids(history).items():
            assert value == expected[key], (moment, key)


@claim("/cli/sweep/the-plot-has-every-run")
def _():
    path = place("curves.csv")
    sweep("--vary", "l2=0,1", "--seeds", 2, "--epochs", 3, "--plot", path)
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {row["run"] for row in rows}
    assert names == {f"λ {l2} · seed {seed}" for l2 in (0, 1) for seed in (1, 2)}, names
    costs = [row for row in rows if row["chart"] == "Cost" and row["part"] == "training"]
    assert len(costs) == 4 * 3


def bands_of(name, *arguments):
    """The colours of an SVG's see-through fills, and how many of each."""
    sweep("--vary", "l2=0,1,2", "--epochs", 3, "--plot", place(name), *arguments)
    with open(place(name), encoding="utf-8") as file:
        text = file.read()
    assert "<svg" in text
    return collections.Counter(re.findall(r"fill:(rgb\([^)]*\));fill-opacity:0\.1[78]", text))


@claim("/cli/sweep/the-plot-draws-seeds-as-a-band-in-one-colour")
def _():
    found = bands_of("bands.svg", "--seeds", 2)
    # Of each combination cost and three accuracies, and a piece of it in the legend.
    assert sorted(found.values()) == [5, 5, 5], found
    assert not bands_of("single.svg"), found


@claim("/cli/sweep/a-terminal-sees-how-far-all-are")
def _():
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, "sweep", *map(str, data_options()), "--seeds", "3", "--epochs", "60",
         "--layers", "784,100,10"], stdout=subprocess.DEVNULL, stderr=follower, env=environment())
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 4096):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    assert process.wait(60) == 0
    assert re.search(rb"[0-2] of 3 runs", shown), shown
    assert shown.endswith(b"\r\x1b[K"), shown[-80:]


done()
