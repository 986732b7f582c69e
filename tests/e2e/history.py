# SPDX-License-Identifier: MIT
"""The window and the command line write one history at the same time: nothing is lost, and nobody
reads of a locked database. NABLA_TEST_SECONDS=60 goes on for a minute instead of six seconds."""

import json
import os
import subprocess
import time

import claims as c
from desktop import wait_for

SECONDS = float(os.environ.get("NABLA_TEST_SECONDS", "6"))
WORDS = ("locked", "busy", "too long", "cannot be used", "not kept", "History:")


def without_seconds(record):
    return {key: value for key, value in record.items()
            if not key.endswith("seconds") and key != "event"}


class CommandLine:
    """Sweeps one after the other into the user's history, and what they printed."""

    def __init__(self, desktop, nabla_cli, folder):
        self.desktop, self.nabla_cli, self.folder = desktop, nabla_cli, folder
        self.printed, self.errors, self.sweeps = {}, "", 0
        self.process = None

    def call(self, *arguments):
        return subprocess.run([self.nabla_cli, *arguments], env=self.desktop.environment,
                              timeout=60, check=False, capture_output=True, text=True)

    def begin_sweep(self):
        self.sweeps += 1
        self.process = self.desktop.spawn(
            [self.nabla_cli, "sweep", "--data", self.folder, "--history", "--json", "--epochs",
             "30", "--vary", "learning-rate=0.1,0.5", "--seeds", "2"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def end_sweep(self):
        output, errors = self.process.communicate(timeout=120)
        assert self.process.returncode == 0, errors
        self.errors += errors.decode()
        uuids = {}
        for line in output.decode().splitlines():
            event = json.loads(line)
            if event["event"] == "start":
                uuids[event["run"]] = event["uuid"]
                self.printed[event["uuid"]] = []
            elif event["event"] == "epoch":
                self.printed[uuids[event.pop("run")]].append(without_seconds(event))


def both_write(desktop, window, command_line):
    """For SECONDS; what the window said that nobody wants to read."""
    said = set()
    end = time.monotonic() + SECONDS
    runs = 0
    while time.monotonic() < end:
        if runs < 6:
            desktop.key("ctrl+Return")
            runs += 1
        command_line.begin_sweep()
        listed = command_line.call("runs", "list", "--json")
        command_line.errors += listed.stderr
        # Both sides say something of the same run.
        first = json.loads(listed.stdout.splitlines()[-1])["uuid"] if listed.stdout else None
        if first:
            command_line.errors += command_line.call("runs", "note", first,
                                                     f"sweep {command_line.sweeps}").stderr
        command_line.end_sweep()
        said |= {node.name for node in window.find_all(
            match=lambda node: any(word in node.name for word in WORDS))}
    return said


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    window = desktop.start([nabla, "--data", folder])
    desktop.fill(c.field(window, "Epochs"), "30000")
    c.click_train(desktop, window)
    command_line = CommandLine(desktop, nabla_cli, folder)
    said = both_write(desktop, window, command_line)
    desktop.key("alt+F4")
    window.process.wait(60)
    with open(window.log, encoding="utf-8", errors="replace") as file:
        log = file.read()
    kept = {}
    for line in command_line.call("runs", "export").stdout.splitlines():
        run = json.loads(line)
        kept[run["uuid"]] = run

    with claims.claim("/e2e/history/nobody-reads-of-a-locked-database"):
        assert not said, said
        assert not command_line.errors, command_line.errors
        assert not any(word in log for word in WORDS), log

    with claims.claim("/e2e/history/everything-the-command-line-printed-is-kept"):
        assert command_line.printed
        for uuid, records in command_line.printed.items():
            assert [without_seconds(record) for record in kept[uuid]["records"]] == records
            assert kept[uuid]["state"] == "completed"

    with claims.claim("/e2e/history/every-epoch-of-the-window-is-kept"):
        theirs = [run for uuid, run in kept.items() if uuid not in command_line.printed]
        assert theirs
        n_records = 0
        for run in theirs:
            epochs = [record["epoch"] for record in run["records"]]
            assert epochs == list(range(1, run["epochs"] + 1))
            n_records += len(epochs)
        longest = max(theirs, key=lambda run: run["epochs"])
        again = c.records(desktop, nabla_cli, folder, "--epochs", "200", "--seed",
                          str(longest["hyper_parameters"]["seed"]))
        assert longest["epochs"] > 20, longest["epochs"]
        for record in longest["records"][:200]:
            same = again[record["epoch"]]
            assert all(same[key] == value for key, value in without_seconds(record).items()
                       if key in same), (record, same)
    claims.note(f"{SECONDS:g} s: {len(command_line.printed)} runs of {command_line.sweeps} sweeps, "
                f"{sum(map(len, command_line.printed.values()))} records; {len(theirs)} runs of "
                f"the window, {n_records} records")
    test_keys(claims, desktop, nabla, folder, command_line)


def test_keys(claims, desktop, nabla, folder, command_line):
    """Runs are selected, deleted and brought back by the keyboard alone."""
    def listed():
        return command_line.call("runs", "list", "--json").stdout.splitlines()

    before = listed()
    window = desktop.start([nabla, "--data", folder])
    wait_for(lambda: window.find("Train", "push button").sensitive, 60)
    desktop.key("ctrl+h")
    wait_for(lambda: window.find_all("History", "frame")
             and window.find_all(match=lambda node: node.name == f"{len(before)} runs"), 20)

    with claims.claim("/e2e/history/delete-takes-all-that-are-selected"):
        desktop.key("shift+Down", "shift+Down")
        assert wait_for(lambda: window.find_all(
            match=lambda node: node.name == f"3 of {len(before)} selected"), 10)
        desktop.key("Delete")
        assert wait_for(lambda: len(listed()) == len(before) - 3, 10), len(listed())

    with claims.claim("/e2e/history/undo-brings-them-back"):
        desktop.key("ctrl+z")
        assert wait_for(lambda: listed() == before, 10), len(listed())

    with claims.claim("/e2e/history/return-brings-back-all-that-are-selected"):
        desktop.key("Home", "shift+Down", "Return")
        # GTK 4.8 falls over whoever asks for a window that has just gone: the display is asked.
        assert wait_for(lambda: not desktop.xdotool("search", "--name", "^History$"), 20)
        assert wait_for(lambda: c.chart(window, "Accuracy"), 20), "\n".join(window.outline())


c.main(test)
