# SPDX-License-Identifier: MIT
"""The digits are looked at: a cell of the confusion matrix shows its images, one of them opens
large, and keys lead through all of it."""

import json
import re
import subprocess

import claims as c
from desktop import wait_for

CELL = re.compile(r"(\d) read as (\d): (\d+) images?$")
TILE = re.compile(r"Image (\d+): a (\d), (?:wrongly )?read as (\d)$")


def cells(window):
    """{(digit, answer): (count, node)} of the matrix that is shown."""
    found = {}
    for node in window.find_all(role="push button"):
        match = CELL.match(node.name)
        if match:
            found[int(match[1]), int(match[2])] = int(match[3]), node
    return found


def tiles(window):
    """(index from 1, digit, answer, node) of the images that are shown."""
    return [(*map(int, match.groups()), node) for node in window.find_all(role="push button")
            if (match := TILE.match(node.name))]


def focused(window, text):
    """Whether the keyboard's focus is on something whose name begins so."""
    import pyatspi
    return window.find_all(match=lambda node: node.name.startswith(text)
                           and node.accessible.getState().contains(pyatspi.STATE_FOCUSED))


def summary(window, text):
    return window.find_all(match=lambda node: node.role == "label" and node.name.startswith(text))


def share_wrong(window):
    """Of the images that are shown, those that are read wrongly."""
    shown = tiles(window)
    return sum(tile[1] != tile[2] for tile in shown) / max(len(shown), 1)


def title(window):
    """The number of the image that is shown large, or None."""
    found = window.find_all(match=lambda node: node.role == "label"
                            and re.match(r"Image [\d,]+$", node.name))
    return int(found[0].name[6:].replace(",", "")) if found else None


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli, 3000, 500)
    window = desktop.start([nabla, "--data", folder])
    desktop.fill(c.field(window, "Epochs"), "2")
    c.click_train(desktop, window)
    window.find(match=lambda node: node.role == "list item" and "2 epochs · completed" in node.name)
    desktop.key("ctrl+2")
    assert wait_for(lambda: summary(window, "500 images · "), 20), "the network did not read them"

    with claims.claim("/e2e/browse/the-matrix-is-that-of-evaluate"):
        desktop.click(window.find("Confusion", "page tab"))
        assert wait_for(lambda: len(cells(window)) == 100, 20), len(cells(window))
        shown = cells(window)
        assert sum(count for count, _ in shown.values()) == 500
        model = desktop.home + "/model.safetensors"
        subprocess.run([nabla_cli, "train", "--data", folder, "--epochs", "2", "--model-out", model],
                       env=desktop.environment, check=True, timeout=120, capture_output=True)
        said = subprocess.run([nabla_cli, "evaluate", model, "--data", folder, "--confusion",
                               "--json"], env=desktop.environment, check=True, timeout=120,
                              capture_output=True, text=True)
        confusion = json.loads(said.stdout)["confusion"]
        confusion = confusion.get("test", confusion) if isinstance(confusion, dict) else confusion
        for (digit, answer), (count, _) in shown.items():
            assert confusion[digit][answer] == count, (digit, answer, count, confusion)

    wrong = {pair: found for pair, found in cells(window).items() if pair[0] != pair[1]}
    (digit, answer), (count, cell) = max(wrong.items(), key=lambda item: item[1][0])
    claims.note(f"{count} images of {digit} are read as {answer}")

    with claims.claim("/e2e/browse/a-cell-shows-its-images"):
        desktop.click(cell)
        assert wait_for(lambda: summary(window, f"{count} of 500 · {count} wrong"), 10)
        assert wait_for(lambda: {tile[1:3] for tile in tiles(window)} == {(digit, answer)}, 10), (
            [tile[:3] for tile in tiles(window)])
        assert len(tiles(window)) <= count

    with claims.claim("/e2e/browse/return-opens-an-image-and-escape-closes-it"):
        first = min(tile[0] for tile in tiles(window))
        desktop.key("alt+1", "Home", "Return")
        assert wait_for(lambda: title(window) == first, 10), title(window)
        desktop.key("Escape")
        assert wait_for(lambda: focused(window, f"Image {first}: a {digit}"), 10)

    with claims.claim("/e2e/browse/the-chip-takes-the-filter-away"):
        desktop.click(window.find(f"{digit} read as {answer}", "push button"))
        assert wait_for(lambda: summary(window, "500 images · "), 10)

    with claims.claim("/e2e/browse/an-image-is-gone-to-by-number"):
        desktop.key("ctrl+j")
        desktop.xdotool("type", "321")
        desktop.key("Return", "Return")
        assert wait_for(lambda: title(window) == 321, 10), title(window)
        desktop.key("Right")
        assert wait_for(lambda: title(window) == 322, 10), title(window)

    with claims.claim("/e2e/browse/a-nudge-is-a-key-away"):
        desktop.key("n")
        assert wait_for(lambda: summary(window, "ε = 0."), 20)
        desktop.key("Escape")
        assert wait_for(lambda: focused(window, "Image 322: "), 10)

    with claims.claim("/e2e/browse/the-worst-are-a-click-away"):
        assert share_wrong(window) < 0.5, share_wrong(window)
        desktop.click(window.find(
            "Really Bad", match=lambda node: node.role != "label"))
        assert wait_for(lambda: share_wrong(window) > 0.7, 10), share_wrong(window)


c.main(test)
