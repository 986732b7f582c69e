# SPDX-License-Identifier: MIT
"""A comparison as small charts, by key: one a value, a click selects its run, and they are there
again at the next start."""

import claims as c
from desktop import wait_for

TITLE = "Compare Values"


def completed(window):
    return len(window.find_all(match=lambda node: node.role == "list item"
                               and "completed" in node.name))


def compare(desktop, window, values):
    """Trains these learning rates, and waits until they have ended."""
    before = completed(window)
    button = window.find("Compare…", "push button")
    assert wait_for(lambda: button.sensitive, 60), "Compare stays insensitive"
    desktop.click(button)
    window.find("Values")  # the dialog is there; its values are selected
    desktop.xdotool("type", values)
    train = window.find(match=lambda node: node.role == "push button"
                        and node.name == f"Train {len(values.split(','))} runs")
    # The dialog is an X window of its own.
    dialog = wait_for(lambda: desktop.xdotool("search", "--onlyvisible", "--name", TITLE).split())
    left, top, _, _ = desktop.geometry(dialog[0])
    x, y, width, height = train.extents()
    desktop.xdotool("mousemove", left + x + width // 2, top + y + height // 2, "click", 1)
    assert wait_for(lambda: completed(window) >= before + 3, 120, 0.5), "the runs did not end"


def charts(window):
    return {node.name: node for node in window.find_all(role="image")
            if node.name.startswith("Cost")}


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    desktop.environment["GSETTINGS_BACKEND"] = "keyfile"
    window = desktop.start([nabla, "--data", folder])
    compare(desktop, window, "0.025, 0.25, 2.5")
    names = {f"Cost, η {rate}" for rate in ("0.025", "0.25", "2.5")}

    with claims.claim("/e2e/multiples/each-value-has-a-chart"):
        assert set(charts(window)) == {"Cost by epoch"}, charts(window)
        desktop.key("ctrl+shift+m")
        assert wait_for(lambda: names <= set(charts(window)), 10), charts(window)

    with claims.claim("/e2e/multiples/a-click-selects-its-run"):
        desktop.click(charts(window)["Cost, η 0.25"])
        assert wait_for(lambda: window.find_all("η 0.25 will read what you draw"), 10)

    with claims.claim("/e2e/multiples/are-there-again"):
        desktop.key("alt+F4")
        window.process.wait(30)
        window = desktop.start([nabla, "--data", folder])
        compare(desktop, window, "0.025, 0.25, 2.5")
        assert wait_for(lambda: names <= set(charts(window)), 10), charts(window)
        desktop.key("ctrl+shift+m")
        assert wait_for(lambda: not names & set(charts(window)), 10), charts(window)


c.main(test)
