# SPDX-License-Identifier: MIT
"""The history: what is kept, what survives a kill, what goes on, what merges, what is exported.

NABLA_TEST_KILLS=50 kills that often instead of ten times.
"""
import contextlib
import csv
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import time

from claims import (PROGRAM, claim, data, data_options, done, environment, lines, near, place,
                    refused, run, without_seconds)

KILLS = int(os.environ.get("NABLA_TEST_KILLS", "10"))
SET_UP = ["--layers", "784,20,10", "--momentum", 0.7, "--dropout", 0.2, "--schedule",
          "halve:4:1024", "--seed", 5]


def history(name):
    path = place(name)
    for ending in "", "-wal", "-shm", "-live":
        if os.path.exists(path + ending):
            os.remove(path + ending)
    return path


@contextlib.contextmanager
def database(path):
    """Its changes are in the file itself once it is closed."""
    db = sqlite3.connect(path)
    try:
        with db:
            yield db
    finally:
        db.close()


def train(path, *arguments, expect=0):
    return lines(run("train", *data_options(), "--json", f"--history={path}", *arguments,
                     expect=expect))


def runs(action, path, *arguments, expect=0):
    return lines(run("runs", action, *arguments, "--history", path, "--json", expect=expect))


def epochs_of(events):
    return [{key: value for key, value in without_seconds(event).items() if key != "event"}
            for event in events if event["event"] == "epoch"]


def records_of(path, uuid):
    shown, = runs("show", path, uuid)
    return [without_seconds(record) for record in shown["records"]]


def networks_of(path, uuid):
    with database(path) as db:
        return dict(((kind, epoch), model) for kind, epoch, model in db.execute(
            "SELECT kind, epoch, model FROM networks JOIN runs ON runs.id = run WHERE uuid = ?",
            (uuid,)))


def start(path, *arguments):
    return subprocess.Popen([PROGRAM, "train", *map(str, data_options()), "--json",
                             f"--history={path}", *map(str, arguments)],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
                            bufsize=0)


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
        subprocess.run(command.replace("nabla-cli", PROGRAM, 1), shell=True, check=True,
                       capture_output=True, env=environment())
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


def dump(path):
    with database(path) as db:
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()
                for table in ("runs", "records", "networks")]


@claim("/cli/runs/import-merges-and-twice-changes-nothing")
def _():
    here, there = history("here.db"), history("there.db")
    mine = train(here, "--epochs", 2)[0]["uuid"]
    both = train(there, "--epochs", 3, "--seed", 2)[0]["uuid"]
    theirs = train(there, "--epochs", 2, "--seed", 3)[0]["uuid"]
    counts, = runs("import", here, there)
    assert (counts["added"], counts["unchanged"]) == (2, 0), counts
    assert records_of(here, both) == records_of(there, both)
    assert networks_of(here, both) == networks_of(there, both)
    before = dump(here)
    counts, = runs("import", here, there)
    assert (counts["added"], counts["completed"], counts["noted"], counts["unchanged"]) \
        == (0, 0, 0, 2), counts
    assert dump(here) == before
    # Each side says something, and theirs goes on.
    run("runs", "note", both, "mine", "--history", here)
    run("runs", "tag", both, "a", "b", "--history", here)
    run("runs", "star", both, "--history", there)
    run("runs", "tag", both, "b", "c", "--history", there)
    run("train", "--resume-run", both, "--epochs", 5, "--history", there)
    counts, = runs("import", here, there)
    assert counts["completed"] == 1 and counts["unchanged"] == 1, counts
    entry, = runs("show", here, both)
    assert entry["starred"] and entry["note"] == "mine" and entry["tags"] == ["a", "b", "c"]
    assert len(entry["records"]) == 5 == entry["epochs"]
    assert networks_of(here, both) == networks_of(there, both)
    # The less complete one does not come back.
    counts, = runs("import", there, here)
    assert counts["added"] == 1 and counts["completed"] == 0, counts
    assert runs("show", there, both)[0]["note"] == "mine"
    assert {entry["uuid"] for entry in runs("list", there)} == {mine, both, theirs}


@claim("/cli/runs/what-a-person-says-of-a-run-is-kept-and-found")
def _():
    path = history("notes.db")
    slow = train(path, "--epochs", 1, "--learning-rate", "0.025")[0]["uuid"]
    fast = train(path, "--epochs", 1, "--learning-rate", "2.5")[0]["uuid"]
    assert runs("star", path, slow)[0]["starred"] is True
    run("runs", "note", fast, "too, \"fast\"\n for me", "--history", path)
    run("runs", "tag", fast, "lecture", "week-3", "--history", path)
    assert [entry["uuid"] for entry in runs("list", path)] == [fast, slow]
    assert [entry["uuid"] for entry in runs("list", path, "--starred")] == [slow]
    for words in ["LECTURE"], ["fast", "week-3"], ["η", "2.5"], [fast[:7]]:
        assert [entry["uuid"] for entry in runs("list", path, *words)] == [fast], words
    assert runs("list", path, "no-such-word") == []
    assert runs("star", path, slow, "--off")[0]["starred"] is False
    assert runs("tag", path, fast, "lecture", "--off")[0]["tags"] == ["week-3"]
    assert runs("delete", path, fast, slow)[0]["removed"] is True
    assert runs("list", path) == []
    run("runs", "restore", fast, "--history", path)
    entry, = runs("list", path)
    assert entry["note"] == "too, \"fast\"\n for me" and entry["tags"] == ["week-3"]
    refused(3, "runs", "show", "abc", "--history", path, says="four")
    refused(3, "runs", "star", "deadbeef", "--history", path, says="deadbeef")
    refused(3, "runs", "list", "--history", place("absent.db"), says="absent.db")
    refused(2, "runs", "frobnicate", says="frobnicate")
    refused(2, "runs", says="runs")


# Event files, by TensorFlow's description of them alone.

def make_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ 0x82F63B78 * (byte & 1)
        table.append(byte)
    return table


TABLE = make_table()


def masked_crc(block):
    crc = 0xFFFFFFFF
    for byte in block:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def fields(block):
    """(number, value) of protocol buffers: integers, bytes, and floats as bytes."""
    at, found = 0, []

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = block[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(block):
        key = varint()
        if key & 7 == 0:
            found.append((key >> 3, varint()))
            continue
        size = {1: 8, 5: 4}.get(key & 7) or varint()
        assert key & 7 in (1, 2, 5) and at + size <= len(block)
        found.append((key >> 3, block[at:at + size]))
        at += size
    return found


def read_events(path):
    with open(path, "rb") as file:
        raw = file.read()
    at, events = 0, []
    while at < len(raw):
        header = raw[at:at + 8]
        length, = struct.unpack("<Q", header)
        block = raw[at + 12:at + 12 + length]
        assert struct.unpack("<I", raw[at + 8:at + 12])[0] == masked_crc(header)
        assert struct.unpack("<I", raw[at + 12 + length:at + 16 + length])[0] == masked_crc(block)
        events.append(dict(fields(block)))
        at += 16 + length
    assert at == len(raw)
    return events


@claim("/cli/runs/export-for-tensorboard-holds-every-figure")
def _():
    assert masked_crc(b"123456789") == ((0xE3069283 >> 15 | 0xE3069283 << 17) + 0xA282EAD8) \
        & 0xFFFFFFFF
    path, folder = history("events.db"), place("tensorboard")
    uuid = train(path, "--epochs", 130, "--monitor", "all,gradient-norm")[0]["uuid"]
    run("runs", "export", "--format", "tensorboard", "--out", folder, "--history", path)
    inner, = os.listdir(folder)
    name, = os.listdir(os.path.join(folder, inner))
    assert inner.startswith(uuid[:8]) and "tfevents" in name
    first, *events = read_events(os.path.join(folder, inner, name))
    assert first[3] == b"brain.Event:2" and len(events) == 130
    times = [struct.unpack("<d", event[1])[0] for event in [first, *events]]
    assert times == sorted(times) and abs(times[0] - time.time()) < 300
    names = {"train_cost": "cost/training", "train_accuracy": "accuracy/training",
             "validation_cost": "cost/validation", "validation_accuracy": "accuracy/validation",
             "test_cost": "cost/test", "test_accuracy": "accuracy/test",
             "learning_rate": "learning_rate"}
    for event, record in zip(events, records_of(path, uuid)):
        norms = record.pop("gradient_norms")
        assert len(norms) > 1
        assert event[2] == record["epoch"]
        values = [dict(fields(value)) for _, value in fields(event[5])]
        found = {value[1].decode(): struct.unpack("<f", value[2])[0] for value in values}
        for layer, norm in enumerate(norms, 1):
            assert near(found.pop(f"gradient_norm/layer{layer}"), norm, 1e-6 * norm)
        assert set(found) == {names[key] for key in record if key != "epoch"}, found
        for key, tag in names.items():
            assert near(found[tag], record[key], 1e-6 * max(1, abs(record[key])))
    refused(2, "runs", "export", "--format", "tensorboard", "--history", path, says="--out")
    refused(2, "runs", "export", "--format", "xml", "--history", path, says="xml")


@claim("/cli/runs/export-as-json-and-csv-is-exact")
def _():
    path = history("exported.db")
    uuids = {train(path, "--epochs", 2, "--seed", seed)[0]["uuid"] for seed in (1, 2)}
    exported = lines(run("runs", "export", "--history", path))
    assert {entry["uuid"] for entry in exported} == uuids
    for entry in exported:
        assert entry == runs("show", path, entry["uuid"])[0]
    run("runs", "export", "--format", "csv", "--out", place("runs.csv"), "--history", path)
    with open(place("runs.csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    records = [(entry["uuid"], record) for entry in exported for record in entry["records"]]
    assert len(rows) == len(records) == 4
    for row, (uuid, record) in zip(rows, records):
        assert row["uuid"] == uuid and row["validation_cost"] == ""
        assert all(float(row[key]) == value for key, value in record.items())
    one = csv.DictReader(io.StringIO(run("runs", "export", exported[0]["uuid"][:9], "--format",
                                         "csv", "--history", path).output))
    assert {row["uuid"] for row in one} == {exported[0]["uuid"]}


@claim("/cli/runs/what-was-exported-as-json-is-imported-with-every-figure")
def _():
    path, into = history("from.db"), history("to.db")
    uuid = train(path, "--epochs", 3, "--monitor", "all")[0]["uuid"]
    other = train(path, "--epochs", 2, "--seed", 2)[0]["uuid"]
    run("runs", "note", uuid, "two\nlines, “quoted”", "--history", path)
    run("runs", "tag", uuid, "a", "b", "--history", path)
    run("runs", "star", other, "--history", path)
    exported = place("runs.json")
    run("runs", "export", "--out", exported, "--history", path)
    train(into, "--epochs", 1)
    counts, = runs("import", into, exported)
    assert counts["added"] == 2, counts
    for each in uuid, other:
        assert runs("show", into, each) == runs("show", path, each)
    before = dump(into)
    counts, = runs("import", into, exported)
    assert counts["unchanged"] == 2 and dump(into) == before, counts
    # What it needs to go on stays where it was trained; a history brings it.
    refused(2, "train", "--resume-run", uuid, "--epochs", 9, "--history", into, says="networks")
    for name, line in (("broken", "{\"uuid\": 1}\n"), ("cut", open(exported).read()[:-90]),
                       ("empty-object", "{}\n")):
        with open(place(name), "w", encoding="utf-8") as file:
            file.write(line)
        refused(3, "runs", "import", place(name), "--history", into, says=[name, "line"])
    assert dump(into) == before


@claim("/cli/runs/export-as-csv-has-the-gradient-norms-of-each-layer")
def _():
    path = history("norms.db")
    deep = train(path, "--layers", "784,6,5,10", "--epochs", 2, "--monitor",
                 "all,gradient-norm")[0]["uuid"]
    shallow = train(path, "--epochs", 1)[0]["uuid"]
    text = run("runs", "export", "--format", "csv", "--history", path).output
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = [f"gradient_norm_layer{layer}" for layer in (1, 2, 3)]
    assert [key for key in rows[0] if key.startswith("gradient")] == columns
    for row in rows:
        if row["uuid"] == deep:
            record, = [one for one in records_of(path, deep) if one["epoch"] == int(row["epoch"])]
            assert [float(row[key]) for key in columns] == record["gradient_norms"]
        else:
            assert row["uuid"] == shallow and all(row[key] == "" for key in columns)
    assert "gradient_norm" not in run("runs", "export", shallow, "--format", "csv", "--history",
                                      path).output


@claim("/cli/runs/a-file-that-is-no-history-is-refused-and-left-alone")
def _():
    path = history("good.db")
    train(path, "--epochs", 2)
    with open(path, "rb") as file:
        good = file.read()
    cases = {"text": (b"this is no data base\n" * 100, "no history"),
             "cut": (good[:len(good) // 2], "damaged"),
             "holes": (good[:4096] + b"\xa5" * (len(good) - 4096), "damaged")}
    for name, (content, words) in cases.items():
        bad = history(name + ".db")
        with open(bad, "wb") as file:
            file.write(content)
        refused(3, "runs", "import", bad, "--history", path, says=[name, words])
        refused(3, "runs", "list", "--history", bad, says=[name])
        with open(bad, "rb") as file:
            assert file.read() == content, name
    foreign = history("foreign.db")
    with database(foreign) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    for action in ("list",), ("import", foreign):
        refused(3, "runs", *action, "--history", foreign, says="another program")
    refused(3, "runs", "import", place("absent"), "--history", path, says="absent")
    assert len(runs("list", path)) == 1


@claim("/cli/runs/a-newer-schema-is-refused-politely")
def _():
    path, good = history("newer.db"), history("older.db")
    train(path, "--epochs", 1)
    train(good, "--epochs", 1)
    with database(path) as db:
        db.execute("PRAGMA user_version = 99")
    refused(3, "runs", "list", "--history", path, says=["newer version", "newer.db"])
    refused(3, "runs", "import", path, "--history", good, says="newer version")
    refused(3, "train", *data_options(), "--epochs", 1, f"--history={path}", says="newer version")


# The first schema, as it was released.
FIRST_SCHEMA = """
PRAGMA application_id = 0x6e61626c;
PRAGMA user_version = 1;
CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, started INTEGER NOT NULL, host TEXT,
  pid INTEGER) STRICT;
CREATE TABLE runs (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '', created INTEGER NOT NULL, version TEXT,
  hyper_parameters TEXT NOT NULL, monitors INTEGER NOT NULL,
  monitor_every INTEGER NOT NULL DEFAULT 0, validation_images INTEGER NOT NULL DEFAULT 0,
  kernel TEXT, data_name TEXT, data_folder TEXT, data_training INTEGER NOT NULL DEFAULT 0,
  data_validation INTEGER NOT NULL DEFAULT 0, data_test INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL, message TEXT, diverged_epoch INTEGER NOT NULL DEFAULT 0,
  diverged_mini_batch INTEGER NOT NULL DEFAULT 0, epochs INTEGER NOT NULL DEFAULT 0,
  best_epoch INTEGER NOT NULL DEFAULT 0, best_score REAL, seconds REAL,
  session INTEGER REFERENCES sessions (id) ON DELETE SET NULL,
  starred INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
  tags TEXT NOT NULL DEFAULT '', color INTEGER NOT NULL DEFAULT 0, removed INTEGER) STRICT;
CREATE INDEX runs_by_age ON runs (created);
CREATE TABLE records (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL, train_cost REAL, train_accuracy REAL, validation_cost REAL,
  validation_accuracy REAL, test_cost REAL, test_accuracy REAL, learning_rate REAL,
  train_seconds REAL, evaluation_seconds REAL, PRIMARY KEY (run, epoch)) STRICT, WITHOUT ROWID;
CREATE TABLE networks (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('start', 'latest', 'best')), epoch INTEGER NOT NULL,
  model BLOB NOT NULL, PRIMARY KEY (run, kind)) STRICT;
"""
SECOND_SCHEMA = """
PRAGMA user_version = 2;
ALTER TABLE records ADD COLUMN l2 REAL;
ALTER TABLE records ADD COLUMN momentum REAL;
ALTER TABLE records ADD COLUMN changes INTEGER;
ALTER TABLE records ADD COLUMN gradient_norms BLOB;
ALTER TABLE runs ADD COLUMN extra TEXT;
ALTER TABLE records ADD COLUMN extra TEXT;
"""


def of_schema(script, path, name):
    """A history of an older version with what there is of the runs of `path`."""
    older = history(name)
    with database(older) as db:
        db.executescript(script)
        db.execute("ATTACH ? AS now", (path,))
        for table in "sessions", "runs", "records", "networks":
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")
    return older


@claim("/cli/runs/an-older-schema-is-brought-up-to-date")
def _():
    now = history("now.db")
    uuid = train(now, *SET_UP, "--epochs", 3)[0]["uuid"]
    records, networks = records_of(now, uuid), networks_of(now, uuid)
    for version, script in (1, FIRST_SCHEMA), (2, FIRST_SCHEMA + SECOND_SCHEMA):
        path = of_schema(script, now, f"schema-{version}.db")
        copy, into = history("copy.db"), history("into.db")
        shutil.copy(path, copy)
        runs("import", into, copy)
        with database(copy) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (version,)
        assert records_of(into, uuid) == records
        assert records_of(path, uuid) == records and networks_of(path, uuid) == networks
        assert "sha256" not in runs("show", path, uuid)[0]["data_set"]
        run("train", "--resume-run", uuid, "--epochs", 4, "--history", path)
        # From then on it is known which images they were.
        assert (runs("show", path, uuid)[0]["data_set"]
                == runs("show", now, uuid)[0]["data_set"])
        with database(path) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (3,)


@claim("/cli/runs/other-images-under-the-same-name-are-refused")
def _():
    path = history("images.db")
    uuid = train(path, "--epochs", 1)[0]["uuid"]
    other = os.path.join(place("elsewhere"), os.path.basename(data()))
    run("dataset", "make", other, "--training", 600, "--test", 200, "--data-seed", 2)
    go_on_with = ["train", "--resume-run", uuid, "--epochs", 2, "--history", path, "--data"]
    refused(2, *go_on_with, other, says=["other images", uuid[:8]])
    assert runs("list", path)[0]["epochs"] == 1
    # The same images, wherever they are.
    moved = place("moved")
    shutil.copytree(data(), moved)
    run(*go_on_with, moved)
    assert runs("list", path)[0]["epochs"] == 2


@claim("/cli/runs/a-run-on-synthetic-digits-goes-on-with-those-of-its-seed")
def _():
    path, whole = history("synthetic.db"), history("synthetic-whole.db")
    options = ["train", "--dataset", "synthetic", "--data-seed", 7, "--layers", "784,5,10",
               "--mini-batch", 100, "--json"]
    uuid = lines(run(*options, "--epochs", 1, f"--history={path}"))[0]["uuid"]
    assert runs("list", path)[0]["data_set"]["seed"] == 7
    same = lines(run(*options, "--epochs", 2, f"--history={whole}"))[0]["uuid"]
    refused(2, "train", "--resume-run", uuid, "--epochs", 2, "--history", path, "--data-seed", 8,
            says="other images")
    run("train", "--resume-run", uuid, "--epochs", 2, "--history", path)
    assert records_of(path, uuid) == records_of(whole, same)


@claim("/cli/runs/a-place-that-cannot-be-written-is-said-at-once")
def _():
    with open(place("file"), "w", encoding="utf-8"):
        pass
    refused(3, "train", *data_options(), "--epochs", 1,
            "--history=" + os.path.join(place("file"), "history.db"), says="file")


@claim("/cli/runs/a-full-disk-is-said-once-and-the-run-goes-on")
def _():
    path = history("full.db")
    train(path, "--epochs", 1)
    with database(path) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON records BEGIN "
                   "SELECT raise (ABORT, 'no space'); END")
    result = run("train", *data_options(), "--json", f"--history={path}", "--epochs", 4)
    assert len(epochs_of(lines(result))) == 4
    assert result.errors.count("\n") == 1 and "full.db" in result.errors, result.errors


done()
