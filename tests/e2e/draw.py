# SPDX-License-Identifier: MIT
"""A digit is drawn with the mouse, and the ten bars say what it is."""

import time

import claims as c
from desktop import wait_for
from digit import placed


def bars(window):
    """The level bars of the ten digits, in order."""
    found = {node.name: node for node in window.find_all(role="level bar")}
    return [found[f"Probability of {digit}"] for digit in range(10)]


def silent(nodes):
    """No bar has an answer. (GTK 4.8 reports no change of a value below 0.001.)"""
    return all(node.description == "No answer" and node.value < 0.0025 for node in nodes)


def draw(desktop, canvas, nodes, digit):
    """Draws it, and reads the bars while the button is still down after the last point: see
    settled()."""
    strokes = placed(digit, *desktop.on_screen(canvas))
    for stroke in strokes[:-1]:
        desktop.stroke(stroke)
    sent = desktop.stroke(strokes[-1], release=False)
    read = settled(nodes, sent)
    desktop.release()
    return read


def settled(nodes, since, seconds=1.0):
    """Reads the bars for a while; the values at the end, and after how many seconds since `since`
    they were there."""
    seen = []
    while time.monotonic() - since < seconds:
        values = [node.value for node in nodes]
        if not seen or values != seen[-1][1]:
            seen.append((time.monotonic() - since, values))
    return seen[-1][1], seen[-1][0]


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli, 6000, 500)
    window = desktop.start([nabla, "--data", folder])
    c.click_train(desktop, window)
    assert wait_for(lambda: any(run[0] >= 30 for run in c.chart(window, "Accuracy").values()), 90)
    nodes = bars(window)
    canvas = window.find("Drawing canvas")
    clear = window.find(role="push button", match=lambda node: node.name.endswith("Clear"))

    with claims.claim("/e2e/draw/empty-canvas-predicts-nothing"):
        assert silent(nodes), [(node.description, node.value) for node in nodes]

    for digit in (3, 1, 0):
        with claims.claim(f"/e2e/draw/a-drawn-{digit}-is-read-as-{digit}"):
            values, seconds = draw(desktop, canvas, nodes, digit)
            claims.note(f"{digit}: " + " ".join(f"{value:.3f}" for value in values))
            claims.note(f"the bars had followed {1000 * seconds:.0f} ms after the last point")
            assert max(range(10), key=lambda k: values[k]) == digit, values
            assert abs(sum(values) - 1) < 0.01, f"the probabilities sum to {sum(values)}"
        with claims.claim(f"/e2e/draw/clear-takes-the-{digit}-away"):
            desktop.click(clear)
            assert wait_for(lambda: silent(nodes), 10), [node.value for node in nodes]


c.main(test)
