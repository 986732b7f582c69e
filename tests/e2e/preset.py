# SPDX-License-Identifier: MIT
"""A preset is found by typing and trained: the run is the one that the command line makes of it; a
set-up that makes no sense cannot be trained."""

import claims as c
from desktop import wait_for


def preset_button(window, title):
    """The button of the set-up panel while it says this preset, waited for."""
    return window.find(f"Preset: {title}")


def run_at(window, chart, epoch):
    """Figures of the only run once it has come to this epoch."""
    found = wait_for(lambda: [figures for at, figures in c.chart(window, chart).values()
                              if at == epoch], 60)
    assert found, f"no run at epoch {epoch} in: {c.chart(window, chart)}"
    return found[0]


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    records = c.records(desktop, nabla_cli, folder, "--preset", "softmax", "--epochs", "2")
    standard = c.records(desktop, nabla_cli, folder, "--epochs", "2")
    window = desktop.start([nabla, "--data", folder])

    with claims.claim("/e2e/preset/is-found-by-typing"):
        desktop.click(preset_button(window, "Default"))
        window.find("Search presets")
        desktop.xdotool("type", "softmax")
        desktop.key("Return")
        preset_button(window, "Softmax and log-likelihood")
        assert c.field(window, "Learning rate").text == "0.1"

    with claims.claim("/e2e/preset/run-is-that-of-the-command-line"):
        desktop.fill(c.field(window, "Epochs"), "2")
        preset_button(window, "Custom")
        c.click_train(desktop, window)
        for title, kind in (("Cost", "cost"), ("Accuracy", "accuracy")):
            figures = run_at(window, title, 2)
            for part, (value, tolerance) in figures.items():
                name = f"{'train' if part == 'training' else part}_{kind}"
                assert abs(value - records[2][name]) <= tolerance, f"{name}: {value}, {records[2]}"
        value, tolerance = figures["training"]
        assert abs(value - standard[2]["train_accuracy"]) > tolerance, "the default gives it too"

    with claims.claim("/e2e/preset/train-waits-for-what-makes-sense"):
        cost = window.find("Cost", "combo box")
        desktop.click(cost)
        desktop.key("Home", "Return")  # quadratic, with softmax
        train = window.find("Train", "push button")
        assert wait_for(lambda: not train.sensitive), "Train can be clicked"
        assert window.find(match=lambda node: node.name.startswith("Quadratic cost is for"))
        desktop.click(window.find("Cost", "combo box"))
        desktop.key("End", "Return")
        assert wait_for(lambda: train.sensitive), "Train stays insensitive"


c.main(test)
