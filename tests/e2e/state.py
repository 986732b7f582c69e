# SPDX-License-Identifier: MIT
"""What the window remembers from one start to the next, in a home of its own; and that it starts
where it can remember nothing."""

import os
import re
import shutil
import time

import claims as c
from desktop import wait_for


def size_of(desktop, window):
    return desktop.geometry(desktop.window_of(window.process))[2:]


def drawing_is_shown(window):
    return bool(window.find_all("Draw a digit here") or window.find_all("Draw a digit"))


def digits_are_shown(window):
    return bool(window.find_all("Go to image"))


def epoch_of(name):
    """The epoch under way, as a row of the run list tells it; 0 where it tells none."""
    found = re.search(r"epoch (\d+) of", name)
    return int(found.group(1)) if found else 0


def close(desktop, window):
    desktop.key("alt+F4")
    window.process.wait(20)
    assert window.process.returncode == 0, f"exit status {window.process.returncode}"


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    desktop.environment["GSETTINGS_BACKEND"] = "keyfile"
    window = desktop.start([nabla, "--data", folder])
    first_size = size_of(desktop, window)
    desktop.fill(c.field(window, "Epochs"), "7")
    desktop.fill(c.field(window, "Learning rate"), "0.25")
    desktop.key("F9")
    assert wait_for(lambda: not drawing_is_shown(window), 10)
    desktop.key("ctrl+2")
    assert wait_for(lambda: digits_are_shown(window), 10)
    desktop.xdotool("windowsize", desktop.window_of(window.process), 1150, 750)
    assert wait_for(lambda: size_of(desktop, window) != first_size, 10)
    size = size_of(desktop, window)
    close(desktop, window)

    window = desktop.start([nabla, "--data", folder])
    with claims.claim("/e2e/state/the-set-up-comes-back"):
        assert c.field(window, "Epochs").text == "7"
        assert c.field(window, "Learning rate").text == "0.25"

    with claims.claim("/e2e/state/page-and-panels-come-back"):
        assert wait_for(lambda: digits_are_shown(window), 10)
        assert not drawing_is_shown(window)

    with claims.claim("/e2e/state/the-size-comes-back"):
        now = size_of(desktop, window)
        assert max(abs(a - b) for a, b in zip(now, size)) <= 4, f"{now}, was {size}"
    close(desktop, window)

    window = desktop.start([nabla, "--data", folder])
    desktop.fill(c.field(window, "Epochs"), "3")
    c.click_train(desktop, window)
    window.find(match=lambda node: node.role == "list item" and "3 epochs · completed" in node.name)
    desktop.fill(c.field(window, "Epochs"), "100000")
    c.click_train(desktop, window)
    window.find(match=lambda node: node.role == "list item" and "of 100000, best" in node.name)
    time.sleep(2)  # until the list is remembered
    window.process.kill()
    window.process.wait(20)
    window = desktop.start([nabla, "--data", folder])
    with claims.claim("/e2e/state/runs-come-back-though-the-program-was-killed"):
        window.find(match=lambda node: node.role == "list item"
                    and "3 epochs · completed, best" in node.name)
        stopped = window.find(match=lambda node: node.role == "list item"
                              and "stopped in epoch" in node.name)
        before = epoch_of(stopped.name)

    with claims.claim("/e2e/state/what-was-killed-goes-on"):
        desktop.click(window.find("Continue", "push button"))
        assert wait_for(lambda: any(epoch_of(node.name) > before for node in window.find_all(
            match=lambda node: node.role == "list item" and "epoch " in node.name
            and "stopped" not in node.name)), 20)
    close(desktop, window)

    with claims.claim("/e2e/state/nonsense-gives-the-defaults"):
        path = os.path.join(desktop.environment["XDG_CONFIG_HOME"], "glib-2.0", "settings",
                            "keyfile")
        with open(path, encoding="utf-8") as file:
            assert "epochs" in file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write("[io/github/nabla_lab/Nabla]\nset-up='{\"epochs\": -3}'\npage='nowhere'\n"
                       "window-width='wide'\nstyle='plaid'\n")
        window = desktop.start([nabla, "--data", folder])
        assert c.field(window, "Epochs").text == "30"
        close(desktop, window)

    with claims.claim("/e2e/state/starts-where-nothing-can-be-remembered"):
        alone = os.path.join(desktop.home, "nabla")
        shutil.copy(nabla, alone)
        window = desktop.start([alone, "--data", folder])
        assert c.field(window, "Epochs").text == "30"
        close(desktop, window)


c.main(test)
