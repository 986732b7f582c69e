# SPDX-License-Identifier: MIT
"""A drawing is corrected with the mouse, found among one's own, deleted and brought back; a network
is trained on with it and reads it; and it is there when the program starts again."""

import claims as c
from desktop import wait_for
from digit import placed


def bars(window):
    """The level bars of the ten digits of the drawing panel, in order."""
    found = {node.name: node for node in window.find_all(role="level bar")}
    return [found[f"Probability of {digit}"] for digit in range(10)]


def answer(nodes):
    """The digit of the longest bar."""
    return max(range(10), key=lambda k: nodes[k].value)


def tiles(window):
    """What the images of the shown part are said to be."""
    return sorted(node.name for node in window.find_all(
        match=lambda node: node.name.startswith("Image ") and ": a " in node.name))


def show_own(desktop, window):
    """The fourth part of the page of digits."""
    desktop.key("ctrl+2")
    choice = window.find("Part of the data set")
    desktop.click(choice)
    desktop.key("Home", "Down", "Down", "Down", "Return")
    assert wait_for(lambda: window.find_all("Train With Them", "push button"), 10)


def correct(claims, desktop, window, canvas, nodes):
    with claims.claim("/e2e/learn/a-guess-is-corrected-with-the-mouse"):
        for stroke in placed(4, *desktop.on_screen(canvas)):
            desktop.stroke(stroke)
        assert wait_for(lambda: answer(nodes) == 4, 10), [node.value for node in nodes]
        desktop.click(window.find("Wrong?"))
        assert wait_for(lambda: window.find_all("Which digit is it?"), 10)
        desktop.key("9")
        assert wait_for(lambda: window.find_all("Kept as a 9"), 10)


def look(claims, desktop, window):
    with claims.claim("/e2e/learn/it-is-listed-with-what-is-read"):
        show_own(desktop, window)
        assert wait_for(lambda: tiles(window) == ["Image 1: a 9, wrongly read as 4"], 10), \
            tiles(window)

    with claims.claim("/e2e/learn/delete-takes-it-and-undo-brings-it-back"):
        desktop.key("alt+1", "Delete")
        # In one walk: the toast does not stay for two.
        said = window.find_all(match=lambda node: node.name in ("Undo", "Drawing of a 9 deleted"))
        names = [node.name for node in said]
        assert "Drawing of a 9 deleted" in names, names
        buttons = [node for node in said if node.name == "Undo"]
        desktop.click(max(buttons, key=lambda node: node.extents()[1]))
        assert wait_for(lambda: len(tiles(window)) == 1, 20), tiles(window)
        assert wait_for(lambda: len(tiles(window)) == 1, 10), tiles(window)


def learn(claims, desktop, window, nodes):
    with claims.claim("/e2e/learn/a-network-trained-with-it-reads-it-as-it-was-said-to-be"):
        assert answer(nodes) == 4
        desktop.click(window.find("Train With Them", "push button"))
        assert wait_for(lambda: answer(nodes) == 9, 60), [node.value for node in nodes]
        assert wait_for(lambda: tiles(window) == ["Image 1: a 9, read as 9"], 30), tiles(window)


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli, 6000, 500)
    window = desktop.start([nabla, "--data", folder])
    c.click_train(desktop, window)
    assert wait_for(lambda: any(run[0] >= 30 for run in c.chart(window, "Accuracy").values()), 90)
    nodes = bars(window)
    canvas = window.find("Drawing canvas")

    correct(claims, desktop, window, canvas, nodes)
    look(claims, desktop, window)
    learn(claims, desktop, window, nodes)

    with claims.claim("/e2e/learn/it-is-there-the-next-time"):
        desktop.key("ctrl+q")
        assert wait_for(lambda: window.process.poll() is not None, 30)
        window = desktop.start([nabla, "--data", folder])
        assert wait_for(lambda: window.find_all("Train", "push button"), 60)
        show_own(desktop, window)
        assert wait_for(lambda: len(tiles(window)) == 1, 30), tiles(window)


c.main(test)
