# SPDX-License-Identifier: MIT
"""What the tests of the history share: histories made anew, what is in them, and what was printed."""
import contextlib
import os
import sqlite3
import subprocess

from claims import PROGRAM, data_options, environment, lines, place, run, without_seconds

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


def dump(path):
    with database(path) as db:
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()
                for table in ("runs", "records", "networks")]
