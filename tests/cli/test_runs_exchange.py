# SPDX-License-Identifier: MIT
"""The history and others: what a person says of runs, merging, and what is exported and imported."""
import csv
import io
import os
import struct
import time

from claims import claim, done, lines, near, place, refused, run
from kept_runs import dump, history, networks_of, records_of, runs, train


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


done()
