# SPDX-License-Identifier: MIT
"""The history: what is kept, what survives a kill, what goes on, what a sweep keeps.

NABLA_TEST_KILLS=50 kills that often instead of ten times.
"""
import json
import os
import random
import shlex
import signal
import subprocess
import time

from claims import (PROGRAM, claim, data_options, done, environment, lines, refused, run,
                    without_seconds)
from kept_runs import SET_UP, epochs_of, history, networks_of, records_of, runs, start, train

KILLS = int(os.environ.get("NABLA_TEST_KILLS", "10"))


@claim("/cli/runs/everything-printed-is-kept-to-the-last-bit")
def _():
    path = history("kept.db")
    events = train(path, *SET_UP, "--epochs", 6, "--monitor", "all")
    listed, = runs("list", path)
    assert listed["uuid"] == events[0]["uuid"] and listed["state"] == "completed"
    assert listed["hyper_parameters"] == events[0]["hyper_parameters"]
    assert listed["kernel"] == events[0]["kernel"] and listed["epochs"] == 6
    assert listed["best_epoch"] == events[-1]["best_epoch"]
    shown, = runs("show", path, listed["uuid"][:6])
    printed = [event for event in events if event["event"] == "epoch"]
    assert [dict(record, event="epoch") for record in shown["records"]] == printed
    assert "784-20-10" in run("runs", "show", listed["uuid"], "--history", path).output
    assert listed["uuid"][:8] in run("runs", "list", "--history", path).output


@claim("/cli/runs/without-the-option-nothing-is-kept")
def _():
    events = lines(run("train", *data_options(), "--epochs", 1, "--json"))
    assert "uuid" not in events[0]
    assert "no runs" in run("runs", "list").output


@claim("/cli/runs/a-run-goes-on-to-more-epochs-bit-for-bit")
def _():
    whole, parts = history("whole.db"), history("parts.db")
    uuid = train(whole, *SET_UP, "--epochs", 9)[0]["uuid"]
    first = train(parts, *SET_UP, "--epochs", 4)
    part = first[0]["uuid"]
    second = lines(run("train", "--resume-run", part[:8], "--epochs", 9, "--history", parts,
                       "--json"))
    assert second[0]["uuid"] == part and second[-1]["epochs"] == 9
    assert [event["epoch"] for event in second if event["event"] == "epoch"] == [5, 6, 7, 8, 9]
    assert records_of(parts, part) == records_of(whole, uuid)
    assert networks_of(parts, part) == networks_of(whole, uuid)
    assert len(runs("list", parts)) == 1
    refused(2, "train", "--resume-run", part, "--epochs", 9, "--history", parts, says="9 epochs")
    refused(2, "train", "--resume-run", part, "--learning-rate", 2, "--epochs", 20, "--history",
            parts, says="--learning-rate")
    refused(2, "train", "--resume-run", part, "--epochs", 20, "--history", parts,
            "--validation-size", 50, says="validation")
    refused(3, "train", "--resume-run", "abcdef12", "--epochs", 9, "--history", parts,
            says="abcdef12")


EPOCHS = 250


@claim("/cli/runs/a-kill-loses-no-epoch-and-the-run-goes-on-bit-for-bit")
def _():
    options = [*SET_UP, "--epochs", EPOCHS]
    options[options.index("halve:4:1024")] = "halve:9:1e9"
    whole = history("uncut.db")
    uuid = train(whole, *options)[0]["uuid"]
    expected, networks = records_of(whole, uuid), networks_of(whole, uuid)
    assert len(expected) == EPOCHS
    draw = random.Random(11)
    path, cut = history("cut.db"), 0
    for number in range(KILLS):
        process = start(path, *options)
        seen = [process.stdout.readline() for _ in range(1 + draw.randrange(EPOCHS * 9 // 10))]
        time.sleep(draw.uniform(0, 0.005))
        process.kill()
        output, errors = process.communicate(timeout=60)
        output = b"".join(seen) + output
        assert process.returncode in (-signal.SIGKILL, 0) and errors == b"", errors
        printed = [json.loads(line) for line in output.splitlines() if line.endswith(b"}")]
        printed = epochs_of(printed)
        entry = runs("list", path)[0]
        assert len(runs("list", path)) == number + 1
        kept = records_of(path, entry["uuid"])
        assert kept[:len(printed)] == printed, (len(kept), len(printed))
        assert kept == expected[:len(kept)] and len(kept) - len(printed) <= 2
        if entry["state"] == "completed": # it came when all was done
            continue
        cut += 1
        assert entry["state"] == "interrupted" and entry["epochs"] == len(kept), entry
        if len(kept) < EPOCHS:
            run("train", "--resume-run", entry["uuid"], "--history", path)
            assert records_of(path, entry["uuid"]) == expected
            assert networks_of(path, entry["uuid"]) == networks
            assert runs("show", path, entry["uuid"])[0]["state"] == "completed"
    assert cut >= KILLS // 3, cut
    print(f"# {cut} of {KILLS} runs were cut in the middle")


@claim("/cli/runs/a-run-that-another-program-trains-is-not-taken-for-interrupted")
def _():
    path = history("living.db")
    process = start(path, "--layers", "784,300,10", "--epochs", 50000)
    try:
        uuid = json.loads(process.stdout.readline())["uuid"]
        process.stdout.readline()
        assert runs("list", path)[0]["state"] == "running"
        refused(2, "train", "--resume-run", uuid, "--history", path, "--epochs", 60000,
                says="another program")
        assert runs("list", path)[0]["state"] == "running"
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 130 and errors == b"", errors
    finally:
        process.kill()
        process.wait()
    last = epochs_of([json.loads(line) for line in output.splitlines()])[-1]
    entry, = runs("list", path)
    assert entry["state"] == "stopped" and entry["epochs"] == last["epoch"]


@claim("/cli/runs/two-programs-write-at-once")
def _():
    path = history("shared.db")
    processes = [start(path, "--epochs", 60, "--seed", seed) for seed in (1, 2, 3)]
    outputs = [process.communicate(timeout=200) for process in processes]
    for process, (_, errors) in zip(processes, outputs):
        assert process.returncode == 0 and errors == b"", errors
    assert len(runs("list", path)) == 3
    for output, _ in outputs:
        events = [json.loads(line) for line in output.splitlines()]
        assert records_of(path, events[0]["uuid"]) == epochs_of(events)
        assert len(epochs_of(events)) == 60


SWEEP = ["sweep", *data_options(), "--vary", "learning-rate=0.1,0.5", "--seeds", 2, "--epochs", 40]


def all_records(path):
    """By what was trained rather than by UUID."""
    found = {}
    for entry in runs("list", path):
        found[json.dumps(entry["hyper_parameters"])] = (
            entry["state"], records_of(path, entry["uuid"]), networks_of(path, entry["uuid"]))
    return found


@claim("/cli/runs/a-sweep-by-list-into-two-histories-merges-to-the-same")
def _():
    whole, one, other = history("sweep.db"), history("one.db"), history("other.db")
    run(*SWEEP, f"--history={whole}")
    expected = all_records(whole)
    assert len(expected) == 4 and all(len(records) == 40 for _, records, _ in expected.values())
    commands = run(*SWEEP, "--list").output.splitlines()
    for number, command in enumerate(commands):
        assert command.startswith("nabla-cli train ")
        command = f"{command} --history={(one, other)[number % 2]}"
        subprocess.run(command.replace("nabla-cli", shlex.quote(PROGRAM), 1), shell=True,
                       check=True, capture_output=True, env=environment())
    assert len(runs("list", one)) == 2 == len(runs("list", other))
    counts, = runs("import", one, other)
    assert counts["added"] == 2
    assert all_records(one) == expected


def printed_by(output):
    """{uuid: records} of what a sweep said before it was killed, whole lines only."""
    numbers, records = {}, {}
    for line in output.splitlines(keepends=True):
        if not line.endswith(b"}\n"):
            continue
        event = json.loads(line)
        if event["event"] == "start":
            numbers[event["run"]] = event["uuid"]
            records[event["uuid"]] = []
        elif event["event"] == "epoch":
            event.pop("event")
            records[numbers[event.pop("run")]].append(without_seconds(event))
    return records


def go_on(path, entry, epochs):
    """Of a run that was cut after its last epoch nothing is missing, which is said."""
    result = run("train", "--resume-run", entry["uuid"], "--history", path,
                 expect=(0, 2) if entry["epochs"] == epochs else 0)
    if result.returncode == 2:
        assert f"{epochs} epochs" in result.errors, result.errors
    return result.returncode == 0


SWEEP_EPOCHS = 150


@claim("/cli/runs/every-run-of-a-sweep-killed-at-any-moment-goes-on-bit-for-bit")
def _():
    whole = history("sweep-uncut.db")
    sweep = [*SWEEP[:-1], SWEEP_EPOCHS]
    n_lines = len(run(*sweep, "--json", f"--history={whole}").output.splitlines())
    expected = all_records(whole)
    draw, cut, resumed, kept_epochs = random.Random(12), 0, 0, 0
    for _ in range(KILLS):
        path = history("sweep-cut.db")
        process = subprocess.Popen([PROGRAM, *map(str, sweep), "--json", f"--history={path}"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(), bufsize=0)
        seen = [process.stdout.readline() for _ in range(draw.randrange(n_lines))]
        time.sleep(draw.uniform(0, 0.005))
        process.kill()
        output, errors = process.communicate(timeout=60)
        assert process.returncode in (-signal.SIGKILL, 0) and errors == b"", errors
        cut += process.returncode != 0
        if not os.path.exists(path): # before it had begun
            continue
        entries = {entry["uuid"]: entry for entry in runs("list", path)}
        for uuid, records in printed_by(b"".join(seen) + output).items():
            kept = records_of(path, uuid)
            assert kept[:len(records)] == records, (len(kept), len(records))
            kept_epochs += len(records)
        for entry in entries.values():
            assert entry["state"] in ("interrupted", "completed"), entry
            if entry["state"] == "interrupted":
                resumed += go_on(path, entry, SWEEP_EPOCHS)
        # Of a run cut between its last epoch and its end nothing is missing but the word.
        found = all_records(path)
        assert all(found[key][1:] == expected[key][1:] for key in found)
    assert cut >= KILLS // 3, cut
    print(f"# {cut} of {KILLS} sweeps were cut, {kept_epochs} epochs printed before and all kept, "
          f"{resumed} runs gone on with")


done()
