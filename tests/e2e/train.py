# SPDX-License-Identifier: MIT
"""Train is clicked; the curves say what the records say; a second run joins the first."""

import claims as c
from desktop import wait_for


def agrees(figures, record, kind):
    """The chart's figures are the record's, rounded."""
    for part, (value, tolerance) in figures.items():
        expected = record[f"{'train' if part == 'training' else part}_{kind}"]
        assert abs(value - expected) <= tolerance, f"{part} {kind}: {value}, record {expected}"
    return len(figures)


def reaches(window, title, name, epoch):
    """Waits until the named run (the only one where None) has come to an epoch in the chart."""
    def look():
        runs = c.chart(window, title)
        return {run: found for run, found in runs.items()
                if (name is None or name in run) and found[0] >= epoch}
    found = wait_for(look, 60)
    assert found, f"no run {name} at epoch {epoch} in: {c.chart(window, title)}"
    return next(iter(found.values()))


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    records = c.records(desktop, nabla_cli, folder)
    window = desktop.start([nabla, "--data", folder])
    claims.note(f"the window was up after {window.seconds:.2f} s")

    with claims.claim("/e2e/train/button-is-found-by-its-name"):
        c.click_train(desktop, window)

    with claims.claim("/e2e/train/curves-say-epoch-and-accuracy-of-the-records"):
        epoch, figures = reaches(window, "Accuracy", None, 3)
        assert agrees(figures, records[epoch], "accuracy") >= 2, figures

    with claims.claim("/e2e/train/curves-say-the-cost-of-the-records"):
        epoch, figures = reaches(window, "Cost", None, 3)
        assert agrees(figures, records[epoch], "cost") >= 1, figures

    with claims.claim("/e2e/train/run-list-says-the-best-accuracy"):
        reaches(window, "Accuracy", None, 30)
        best = max(record["validation_accuracy"] for record in records.values())
        wanted = f"{100 * best:.1f}"
        row = wait_for(lambda: window.find_all(match=lambda node: wanted in node.name), 10)
        assert row, f"nothing says {wanted} in:\n" + "\n".join(window.outline())

    with claims.claim("/e2e/train/second-run-joins-the-first"):
        desktop.fill(c.field(window, "Learning rate"), "0.1")
        desktop.key("ctrl+Return")
        second = c.records(desktop, nabla_cli, folder, "--learning-rate", "0.1")
        epoch, figures = reaches(window, "Accuracy", "0.1", 3)
        assert agrees(figures, second[epoch], "accuracy") >= 2, figures
        epoch, figures = reaches(window, "Accuracy", "0.5", 30)
        assert agrees(figures, records[epoch], "accuracy") >= 2, figures


c.main(test)
