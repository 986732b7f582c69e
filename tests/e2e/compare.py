# SPDX-License-Identifier: MIT
"""A new user compares three learning rates with three seeds each, in at most six actions, and sees
three curves, each the mean of its seeds."""

import claims as c
from desktop import wait_for

TITLE = "Compare Values"


class Person:
    """Does things to the window and to the dialog over it, and counts them."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.actions = 0

    def click(self, node):
        self.actions += 1
        self.desktop.click(node)

    def click_in_dialog(self, node, share=0.5):
        """The dialog is an X window of its own; `share` of the node's width from its left."""
        self.actions += 1
        found = wait_for(lambda: self.desktop.xdotool("search", "--onlyvisible", "--name",
                                                      TITLE).split())
        left, top, _, _ = self.desktop.geometry(found[0])
        x, y, width, height = node.extents()
        self.desktop.xdotool("mousemove", left + x + int(width * share), top + y + height // 2,
                             "sleep", 0.05, "click", 1)

    def type(self, text):
        self.actions += 1
        self.desktop.xdotool("type", text)


def mean_records(desktop, nabla_cli, folder, rate):
    """What the command line gives for the three seeds, and their mean cost after each epoch."""
    runs = [c.records(desktop, nabla_cli, folder, "--learning-rate", rate, "--seed", seed)
            for seed in "123"]
    return {epoch: sum(run[epoch]["train_cost"] for run in runs) / 3 for epoch in runs[0]}


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    window = desktop.start([nabla, "--data", folder])
    person = Person(desktop)

    with claims.claim("/e2e/compare/three-rates-with-three-seeds-in-six-actions"):
        compare = window.find("Compare…", "push button")
        assert wait_for(lambda: compare.sensitive, 60), "Compare stays insensitive"
        person.click(compare)
        window.find("Values")  # the dialog is there; its values are selected
        person.type("0.025, 0.25, 2.5")
        seeds = window.find("Seeds", "spin button")
        person.click_in_dialog(seeds, 0.95)
        person.click_in_dialog(seeds, 0.95)
        train = window.find("Train 9 runs", "push button")
        assert window.find(match=lambda node: node.name.startswith("9 runs, about"))
        person.click_in_dialog(train)
        claims.note(f"{person.actions} actions")
        assert person.actions <= 6, person.actions

    with claims.claim("/e2e/compare/each-rate-is-one-row-of-three-seeds"):
        for rate in ("0.025", "0.25", "2.5"):
            window.find(match=lambda node, rate=rate:
                        node.role == "list item" and node.name.startswith(f"η {rate}, 3 seeds"))

    with claims.claim("/e2e/compare/each-curve-is-the-mean-of-its-seeds"):
        def ended():
            return len(window.find_all(match=lambda node: node.role == "list item"
                                       and "3 seeds · completed" in node.name)) == 3
        assert wait_for(ended, 120, 0.5), "the runs did not end"
        figures = c.chart(window, "Cost")
        assert set(figures) == {"η 0.025", "η 0.25", "η 2.5"}, figures
        for rate in ("0.025", "2.5"):
            records = mean_records(desktop, nabla_cli, folder, rate)
            epoch, parts = figures[f"η {rate}"]
            value, tolerance = parts["training"]
            assert abs(value - records[epoch]) <= tolerance, (value, records[epoch])


c.main(test)
