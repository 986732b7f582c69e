# SPDX-License-Identifier: MIT
"""A network is saved from the window, read by a stranger, opened again, and says what it is."""

import json
import os
import struct
import time

import claims as c
from desktop import wait_for


def header_of(path):
    """The header of a safetensors file, and how many bytes of tensors follow."""
    with open(path, "rb") as file:
        n, = struct.unpack("<Q", file.read(8))
        return json.loads(file.read(n)), os.path.getsize(path) - 8 - n


def is_up(desktop, title):
    return desktop.xdotool("search", "--onlyvisible", "--name", f"^{title}$") != ""


def choose(desktop, key, title, path):
    """Types a path into a file chooser. It is waited for by its title: in GTK 4.8 a program may
    crash where its file chooser is looked at through the accessibility bus."""
    desktop.key(key)
    assert wait_for(lambda: is_up(desktop, title), 20), f"no dialog “{title}”"
    time.sleep(1)  # one that is still coming up loses the first letters
    desktop.key("ctrl+a")
    desktop.xdotool("type", path)
    time.sleep(1)
    desktop.key("Return")
    assert wait_for(lambda: not is_up(desktop, title), 20), f"“{title}” stays"


def save_as(desktop, path):
    choose(desktop, "ctrl+s", "Save Network", path)
    assert wait_for(lambda: os.path.exists(path), 10), "nothing was written"


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)
    # GTK 4.8's own file chooser has criticals where a screen reader listens.
    desktop.environment.pop("G_DEBUG", None)
    window = desktop.start([nabla, "--data", folder])
    desktop.fill(c.field(window, "Epochs"), "2")
    c.click_train(desktop, window)
    assert wait_for(lambda: any(epoch == 2 for epoch, _ in c.chart(window, "Accuracy").values()),
                    60)
    kept = os.path.join(desktop.home, "kept.safetensors")
    book = os.path.join(desktop.home, "kept.json")

    with claims.claim("/e2e/network/is-saved-with-what-resuming-needs"):
        save_as(desktop, kept)
        header, n = header_of(kept)
        assert header["layer1.weight"]["shape"] == [30, 784], header["layer1.weight"]
        assert header["layer2.bias"]["shape"] == [10]
        assert n == max(tensor["data_offsets"][1] for name, tensor in header.items()
                        if name != "__metadata__")
        kept_facts = json.loads(header["__metadata__"]["nabla"])
        assert kept_facts["checkpoint"]["epoch"] == kept_facts["epoch"] == 2, kept_facts
        assert kept_facts["hyper_parameters"]["epochs"] == 2

    with claims.claim("/e2e/network/a-toast-says-where"):
        assert window.find(match=lambda node: kept in node.name)

    with claims.claim("/e2e/network/is-saved-as-the-book-has-it"):
        save_as(desktop, book)
        with open(book, encoding="utf-8") as file:
            network = json.load(file)
        assert network["sizes"] == [784, 30, 10]
        assert len(network["weights"][0]) == 30 and len(network["weights"][0][0]) == 784

    with claims.claim("/e2e/network/is-opened-and-listed"):
        choose(desktop, "ctrl+o", "Open Network", kept)
        assert window.find(match=lambda node: node.name.startswith("kept, opened from kept"))


c.main(test)
