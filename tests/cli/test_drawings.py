# SPDX-License-Identifier: MIT
"""nabla-cli drawings, and training on a share of them."""
import json
import os
import shutil
import sqlite3
import subprocess

from claims import (PIXELS, PROGRAM, SIDE, claim, data, data_options, done, environment, lines,
                    place, read_images, read_safetensors, refused, run, test_images, write_pgm)

STORE = os.path.join(environment()["XDG_DATA_HOME"], "nabla", "drawings.db")
IMAGES = test_images(data())


def drawings(action, *arguments, expect=0):
    return lines(run("drawings", action, *arguments, "--json", expect=expect))


def fresh():
    for ending in "", "-wal", "-shm":
        if os.path.exists(STORE + ending):
            os.remove(STORE + ending)


def rows():
    db = sqlite3.connect(STORE)
    try:
        return db.execute("SELECT id, label, guess, strokes, pixels FROM drawings "
                          "WHERE removed IS NULL ORDER BY created DESC").fetchall()
    finally:
        db.close()


def upside_down(pixels):
    return b"".join(pixels[y * SIDE:(y + 1) * SIDE] for y in reversed(range(SIDE)))


def keep(images):
    """Keeps the images as they are; in the order of their digits."""
    fresh()
    for digit in range(10):
        paths = [write_pgm(place(f"{digit}-{i}.pgm"), pixels)
                 for i, (pixels, label) in enumerate(images) if label == digit]
        if paths:
            run("drawings", "add", *paths, "--label", digit, "--raw")


@claim("/cli/drawings/strokes-and-pictures-are-kept-and-listed")
def _():
    fresh()
    assert "no drawings" in run("drawings", "list").output
    drawing = place("one.json")
    with open(drawing, "w") as file:
        json.dump({"strokes": [[[3, 1], [3.5, 9], [3, 20]], [[1, 20], [6, 20]]]}, file)
    picture = write_pgm(place("picture.pgm"), IMAGES[0][0])
    first, = drawings("add", drawing, "--label", 1)
    second, = drawings("add", picture, "--label", 7, "--raw")
    assert first["label"] == 1 and first["strokes"] == 2 and "guess" not in first
    listed = drawings("list")
    assert [one["id"] for one in listed] == [second["id"], first["id"]], listed
    assert [one["strokes"] for one in listed] == [0, 2]
    assert listed[0]["created"].endswith("Z") and not listed[0]["removed"]
    kept = rows()
    assert kept[0][4] == IMAGES[0][0] and kept[0][1:4] == (7, -1, None)
    strokes = json.loads(kept[1][3])["strokes"]
    assert [[point[:2] for point in stroke] for stroke in strokes] == \
        [[[3, 1], [3.5, 9], [3, 20]], [[1, 20], [6, 20]]], strokes
    assert len(kept[1][4]) == PIXELS and max(kept[1][4]) > 200
    table = run("drawings", "list").output
    assert first["id"][:8] in table and "strokes" in table and "picture" in table


@claim("/cli/drawings/labels-can-be-changed-and-drawings-deleted")
def _():
    first, second = (one["id"] for one in drawings("list"))
    changed, = drawings("label", 4, first[:8])
    assert changed["label"] == 4 and rows()[0][1] == 4
    gone, = drawings("delete", first)
    assert gone["removed"] and [one["id"] for one in drawings("list")] == [second]
    refused(3, "drawings", "delete", first, says=first)
    refused(3, "drawings", "delete", "", says="four characters")
    refused(3, "drawings", "delete", second, "abcd1234", says="abcd1234")
    assert len(drawings("list")) == 1  # all or none
    refused(2, "drawings", "label", "ten", second, says="0 to 9")


@claim("/cli/drawings/what-is-no-drawing-is-refused-and-nothing-kept")
def _():
    fresh()
    good = write_pgm(place("good.pgm"), IMAGES[1][0])
    empty = write_pgm(place("empty.pgm"), bytes(PIXELS))
    with open(place("text.json"), "w") as file:
        file.write("{")
    for bad in empty, place("text.json"), place("missing"):
        refused(3, "drawings", "add", good, bad, "--label", 3, says=os.path.basename(bad))
    refused(2, "drawings", "add", good, says="--label")
    refused(2, "drawings", "add", good, "--label", 10)
    refused(2, "drawings", "burn", says="burn")
    refused(2, "drawings")
    assert drawings("list") == []


@claim("/cli/drawings/export-is-what-was-kept-and-replaces-nothing-unasked")
def _():
    keep([(upside_down(pixels), label) for pixels, label in IMAGES[:12]])
    expected = [(row[4], row[1]) for row in reversed(rows())]
    out = place("exported")
    assert "12 drawings" in run("drawings", "export", out).output
    assert read_images(out, "train") == expected
    path = os.path.join(out, "train-images-idx3-ubyte.gz")
    assert lines(run("dataset", "info", "--data", path, "--json"))[0]["test"]["images"] == 1
    drawings("delete", rows()[0][0])
    refused(3, "drawings", "export", out, says="is there already")
    assert len(read_images(out, "train")) == 12
    run("drawings", "export", out, "--force")
    assert read_images(out, "train") == expected[:-1]
    others = place("others")
    os.makedirs(others)
    with open(os.path.join(others, "t10k-labels-idx1-ubyte"), "w") as file:
        file.write("not mine")
    refused(3, "drawings", "export", others, says="t10k-labels")
    assert os.listdir(others) == ["t10k-labels-idx1-ubyte"]
    fresh()
    refused(3, "drawings", "export", place("nothing"), says="no drawings")
    assert not os.path.exists(place("nothing"))


@claim("/cli/drawings/programs-that-add-at-once-lose-nothing")
def _():
    fresh()
    path = write_pgm(place("at-once.pgm"), IMAGES[2][0])
    children = [subprocess.Popen([PROGRAM, "drawings", "add", path, path, "--label", str(i), "--raw"],
                                 stdout=subprocess.DEVNULL, env=environment()) for i in range(8)]
    assert [child.wait(100) for child in children] == [0] * 8
    assert sorted(row[1] for row in rows()) == [i for i in range(8) for _ in range(2)]


@claim("/cli/drawings/a-file-that-is-none-is-refused-untouched")
def _():
    fresh()
    diary = b"Dear diary, today I drew a seven.\n" * 50
    with open(STORE, "wb") as file:
        file.write(diary)
    for arguments in (["list"], ["add", place("good.pgm"), "--label", "1"], ["export", place("x")]):
        refused(3, "drawings", *arguments, says="no file of drawings")
    refused(3, "train", *data_options(), "--epochs", 1, "--own-share", 0.5,
            says="no file of drawings")
    with open(STORE, "rb") as file:
        assert file.read() == diary
    fresh()


@claim("/cli/drawings/a-share-without-drawings-says-what-to-do")
def _():
    fresh()
    for command in (["train", "--own-share", 0.3], ["sweep", "--vary", "own-share=0,0.3"]):
        refused(2, *command, *data_options(), "--epochs", 1, says=["drawings of your own", "0"])
    keep([(IMAGES[i][0], 5) for i in range(3)])
    refused(1, "train", *data_options(), "--epochs", 1, "--own-share", 0.3, "--digits", "0,1",
            says="the digits 0,1")


def read_right(model, images):
    paths = [write_pgm(place(f"mine-{i}.pgm"), pixels) for i, (pixels, _) in enumerate(images)]
    answers = lines(run("classify", model, "--raw", "--json", *paths))
    return sum(answer["digit"] == label for answer, (_, label) in zip(answers, images, strict=True))


def trained(name, *options):
    path = place(name)
    events = lines(run("train", *data_options(), "--epochs", 20, "--json", "--model-out", path,
                       *options))
    return path, events[0]


@claim("/cli/drawings/a-network-learns-the-hand-that-it-misread")
def _():
    mine = [(upside_down(pixels), label) for pixels, label in IMAGES[:20]]
    keep(mine)
    before, start = trained("without")
    assert "own" not in start["data_set"]
    after, start = trained("with", "--own-share", 0.3)
    assert start["data_set"]["own"] == 20 and start["hyper_parameters"]["own_share"] == 0.3
    assert "20 own drawings" in run("train", *data_options(), "--epochs", 1, "--own-share",
                                    0.3).output
    assert read_right(before, mine) < 12 and read_right(after, mine) == 20
    others = IMAGES[20:120]
    known, kept = read_right(before, others), read_right(after, others)
    print(f"# of 100 other images {known} read right without, {kept} with own drawings")
    assert kept > known - 10


@claim("/cli/drawings/no-share-changes-no-bit-and-a-share-is-reproducible")
def _():
    with_drawings, _ = trained("zero", "--own-share", 0)
    assert read_safetensors(with_drawings)[0] == read_safetensors(place("without"))[0]
    again, _ = trained("again", "--own-share", 0.3)
    assert read_safetensors(again)[0] == read_safetensors(place("with"))[0]
    assert read_safetensors(again)[0] != read_safetensors(with_drawings)[0]


@claim("/cli/drawings/a-sweep-varies-the-share")
def _():
    events = lines(run("sweep", *data_options(), "--epochs", 1, "--vary", "own-share=0,0.5",
                       "--json"))
    starts = sorted((event["run"], event["hyper_parameters"]["own_share"]) for event in events
                    if event["event"] == "start")
    assert starts == [(1, 0), (2, 0.5)], starts


@claim("/cli/drawings/a-checkpoint-goes-on-with-the-same-drawings-only")
def _():
    whole, _ = trained("whole", "--own-share", 0.3)
    part = place("part")
    run("train", *data_options(), "--epochs", 8, "--own-share", 0.3, "--model-out", part)
    run("train", *data_options(), "--epochs", 20, "--resume", part, "--model-out", place("rest"))
    assert read_safetensors(place("rest"))[0] == read_safetensors(whole)[0]
    drawings("label", 3, next(row[0] for row in rows() if row[1] != 3))
    refused(2, "train", *data_options(), "--epochs", 20, "--resume", part,
            says="other drawings of your own")


@claim("/cli/drawings/a-run-of-the-history-goes-on-with-the-drawings-of-its-time")
def _():
    path, set_up = place("history.db"), ["--own-share", 0.3, "--momentum", 0.5]
    whole = place("whole-run")
    run("train", *data_options(), *set_up, "--epochs", 9, "--model-out", whole)
    uuid = lines(run("train", *data_options(), *set_up, "--epochs", 4, f"--history={path}",
                     "--json"))[0]["uuid"]
    shown, = lines(run("runs", "show", uuid, "--history", path, "--json"))
    assert len(shown["data_set"]["own_sha256"]) == 64
    fresh()
    run("train", "--resume-run", uuid, "--history", path, "--epochs", 9, "--model-out",
        place("resumed-run"))
    assert read_safetensors(place("resumed-run"))[0] == read_safetensors(whole)[0]
    exported, merged = place("exported.json"), place("merged.db")
    run("runs", "export", uuid, "--history", path, "--format", "json", "--out", exported)
    run("runs", "import", exported, "--history", merged)
    again, = lines(run("runs", "show", uuid, "--history", merged, "--json"))
    assert again["data_set"] == shown["data_set"]


shutil.rmtree(os.path.dirname(STORE), ignore_errors=True)
done()
