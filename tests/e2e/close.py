# SPDX-License-Identifier: MIT
"""Closing while training is clean; a bad data folder is answered with a sentence."""

import os

import claims as c
from desktop import wait_for


def stderr_of(window):
    with open(window.log, encoding="utf-8", errors="replace") as log:
        return log.read()


def close(desktop, window):
    desktop.key("alt+F4")
    window.process.wait(20)
    assert window.process.returncode == 0, f"exit status {window.process.returncode}"
    assert "CRITICAL" not in stderr_of(window) and "WARNING" not in stderr_of(window), \
        stderr_of(window)


def test(claims, desktop, nabla, nabla_cli):
    folder = c.small_data(desktop, nabla_cli)

    with claims.claim("/e2e/close/while-training-exits-0"):
        window = desktop.start([nabla, "--data", folder])
        desktop.fill(c.field(window, "Epochs"), "1000")
        c.click_train(desktop, window)
        assert wait_for(lambda: any(epoch >= 2 for epoch, _ in
                                    c.chart(window, "Accuracy").values()), 60)
        close(desktop, window)

    with claims.claim("/e2e/close/before-anything-was-done-exits-0"):
        window = desktop.start([nabla, "--data", folder])
        close(desktop, window)

    with claims.claim("/e2e/data/a-missing-folder-is-answered-with-a-sentence"):
        missing = os.path.join(desktop.home, "no-such-folder")
        window = desktop.start([nabla, "--data", missing])
        assert wait_for(lambda: window.find_all(match=lambda node: "no-such-folder" in node.name),
                        20), "\n".join(window.outline())

    with claims.claim("/e2e/data/the-program-goes-on-after-it"):
        assert window.process.poll() is None
        desktop.key("Escape")
        close(desktop, window)

    with claims.claim("/e2e/data/a-truncated-file-is-answered-with-a-sentence"):
        name = next(name for name in sorted(os.listdir(folder)) if "t10k-images" in name)
        with open(os.path.join(folder, name), "r+b") as file:
            file.truncate(os.path.getsize(file.name) // 2)
        window = desktop.start([nabla, "--data", folder])
        assert wait_for(lambda: window.find_all(match=lambda node: "t10k-images" in node.name),
                        20), "\n".join(window.outline())
        desktop.key("Escape")
        close(desktop, window)


c.main(test)
