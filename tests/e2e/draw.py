# SPDX-License-Identifier: MIT
"""Ten digits are drawn with the mouse, and the bars say what they are; what is drawn can be rubbed
out, undone, redone, and read without being normalised."""

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


def answer(nodes):
    """The digit of the longest bar; None for none."""
    values = [node.value for node in nodes]
    return None if silent(nodes) else max(range(10), key=lambda k: values[k])


def button(window, name):
    """A button of the panel by the end of its name."""
    return window.find(match=lambda node: "button" in node.role and node.name.endswith(name))


def erase_and_undo(claims, desktop, canvas, nodes):
    """A three whose lower half is rubbed out is none, until that is undone."""
    left, top, width, height = desktop.on_screen(canvas)
    with claims.claim("/e2e/draw/the-eraser-takes-ink-and-undo-brings-it-back"):
        draw(desktop, canvas, nodes, 3)
        assert answer(nodes) == 3
        desktop.key("e")
        desktop.stroke([(left + width * (x if n % 2 else 1 - x), top + height * row)
                        for n, row in enumerate((0.58, 0.66, 0.74, 0.82, 0.9))
                        for x in (0.15, 0.3, 0.5, 0.7, 0.85)])
        assert wait_for(lambda: answer(nodes) != 3, 10), [node.value for node in nodes]
        desktop.key("ctrl+z")
        assert wait_for(lambda: answer(nodes) == 3, 10), [node.value for node in nodes]
        desktop.key("ctrl+z")
        assert wait_for(lambda: silent(nodes), 10)
        desktop.key("ctrl+shift+z")
        assert wait_for(lambda: answer(nodes) == 3, 10), [node.value for node in nodes]


def skip_normalising(claims, desktop, window, canvas, nodes):
    """A small one in a corner is read because it is normalised."""
    left, top, width, height = desktop.on_screen(canvas)
    with claims.claim("/e2e/draw/a-small-digit-in-a-corner-is-read-once-normalised"):
        for stroke in placed(6, left + width * 0.06, top + height * 0.06, width * 0.3,
                             height * 0.3):
            desktop.stroke(stroke)
        assert wait_for(lambda: answer(nodes) == 6, 10), [node.value for node in nodes]
        before = [node.value for node in nodes]

        def moved():
            return max(abs(node.value - value) for node, value in zip(nodes, before))

        switch = window.find(role="check box", match=lambda node: "Normalise" in node.name)
        desktop.click(switch)
        assert wait_for(lambda: moved() > 0.01, 10), [node.value for node in nodes]
        claims.note("not normalised: " + " ".join(f"{node.value:.2f}" for node in nodes))
        desktop.click(switch)
        assert wait_for(lambda: moved() < 0.01, 10)


def test(claims, desktop, nabla, nabla_cli):
    # The digits that the window begins with, as whoever has no others draws on them.
    window = desktop.start([nabla])
    c.click_train(desktop, window)
    assert wait_for(lambda: any(run[0] >= 30 for run in c.chart(window, "Accuracy").values()), 120)
    nodes = bars(window)
    canvas = window.find("Drawing canvas")
    clear = button(window, "Clear")

    with claims.claim("/e2e/draw/empty-canvas-predicts-nothing"):
        assert silent(nodes), [(node.description, node.value) for node in nodes]

    for digit in range(10):
        with claims.claim(f"/e2e/draw/a-drawn-{digit}-is-read-as-{digit}"):
            values, seconds = draw(desktop, canvas, nodes, digit)
            claims.note(f"{digit}: " + " ".join(f"{value:.3f}" for value in values))
            claims.note(f"the bars had followed {1000 * seconds:.0f} ms after the last point")
            assert max(range(10), key=lambda k: values[k]) == digit, values
            assert abs(sum(values) - 1) < 0.01, f"the probabilities sum to {sum(values)}"
        with claims.claim(f"/e2e/draw/clear-takes-the-{digit}-away"):
            desktop.click(clear)
            assert wait_for(lambda: silent(nodes), 10), [node.value for node in nodes]

    erase_and_undo(claims, desktop, canvas, nodes)
    desktop.click(clear)
    skip_normalising(claims, desktop, window, canvas, nodes)


c.main(test)
