# SPDX-License-Identifier: MIT
"""Lecture mode by key: F11 fills the screen and folds the panels away, Escape brings all back."""

import claims as c
from desktop import wait_for


def size_of(desktop, window):
    return desktop.geometry(desktop.window_of(window.process))[2:]


def has_set_up(window):
    return bool(window.find_all(match=lambda node: node.name.startswith("Preset: ")))


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    window = desktop.start([nabla, "--data", folder])
    window.find("Train", "push button")
    desktop.xdotool("windowsize", desktop.window_of(window.process), 1100, 750)
    wait_for(lambda: size_of(desktop, window)[0] <= 1100, 10)
    before = size_of(desktop, window)

    with claims.claim("/e2e/lecture/fills-the-screen-and-folds-panels-away"):
        desktop.key("F11")
        assert wait_for(lambda: not has_set_up(window), 10)
        assert wait_for(lambda: size_of(desktop, window) == desktop.size, 10), \
            size_of(desktop, window)
        window.find("Leave (Esc)", "push button")

    with claims.claim("/e2e/lecture/trains-all-the-same"):
        desktop.key("ctrl+Return")
        assert wait_for(lambda: c.chart(window, "Accuracy"), 60)

    with claims.claim("/e2e/lecture/escape-brings-all-back"):
        desktop.key("Escape")
        assert wait_for(lambda: has_set_up(window), 10)
        assert wait_for(lambda: size_of(desktop, window) == before, 10), size_of(desktop, window)

    with claims.claim("/e2e/lecture/is-left-by-its-button-too"):
        desktop.key("F11")
        assert wait_for(lambda: not has_set_up(window), 10)
        desktop.click(window.find("Leave (Esc)", "push button"))
        assert wait_for(lambda: has_set_up(window), 10)


c.main(test)
