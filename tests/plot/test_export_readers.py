# SPDX-License-Identifier: MIT
"""What others read in exported charts: Python's csv the table, librsvg the SVG (through
GdkPixbuf), and the PDF's own objects."""
import csv
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import zlib

FOLDER = tempfile.mkdtemp(prefix="nabla-plot-test-")
POINTS = [line.split("|") for line in
          subprocess.run([sys.argv[1], FOLDER], check=True, capture_output=True,
                         text=True).stdout.splitlines()]
count = failed = 0


class Skip(Exception):
    pass


def place(ending, name="chart"):
    return os.path.join(FOLDER, f"{name}.{ending}")


def claim(name):
    def run(function):
        global count, failed
        count += 1
        try:
            function()
            print(f"ok {count} {name}", flush=True)
        except Skip as reason:
            print(f"ok {count} {name} # SKIP {reason}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print(f"not ok {count} {name}", flush=True)
    return run


def same(text, expected):
    return text == "" if math.isnan(expected) else float(text) == expected


def debiased(ys, weight):
    """The definition: Σ s^(k−i) y_i / Σ s^(k−i) over the points that are there."""
    total = share = 0
    for y in ys:
        if math.isnan(y):
            yield math.nan
            continue
        total, share = weight * total + y, weight * share + 1
        yield total / share


def pixbuf(name, ending, *size):
    try:
        import gi
        gi.require_version("GdkPixbuf", "2.0")
        from gi.repository import GdkPixbuf
    except (ImportError, ValueError) as missing:
        raise Skip(f"needs GdkPixbuf for Python: {missing}")
    if ending not in [known.get_name() for known in GdkPixbuf.Pixbuf.get_formats()]:
        raise Skip("GdkPixbuf reads no " + ending)
    load = GdkPixbuf.Pixbuf.new_from_file_at_size if size else GdkPixbuf.Pixbuf.new_from_file
    return load(place(ending, name), *size)


@claim("/plot/export/python-reads-every-point-bit-for-bit")
def _():
    with open(place("csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(POINTS) == 3000 + 3000 + 49
    for row, (label, role, _, *numbers) in zip(rows, POINTS):
        assert (row["chart"], row["run"], row["part"]) == ("Cost", label, role), row
        for column, number in zip(("x", "y", "low", "high"), numbers):
            assert same(row[column], float.fromhex(number)), (row, column, number)


@claim("/plot/export/the-table-has-the-average-beside-the-points")
def _():
    with open(place("csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    smooth = [row for row in rows if row["run"] == "good"]
    averages = debiased([float(row["y"]) for row in smooth], 0.9)
    for row, average in zip(smooth, averages):
        assert abs(float(row["smoothed"]) - average) < 1e-12, row
    assert all(row["smoothed"] == "" for row in rows if row["run"] != "good")
    assert {row["part"] for row in rows if row["run"] == "fast, too"} == {"published"}


def claim_same_picture(name):
    png = pixbuf(name, "png")
    svg = pixbuf(name, "svg", png.get_width(), png.get_height())
    assert (svg.get_width(), svg.get_height()) == (png.get_width(), png.get_height())
    different = total = 0
    a, b = png.get_pixels(), svg.get_pixels()
    for row in range(0, png.get_height(), 3):
        for column in range(0, png.get_width(), 3):
            i = row * png.get_rowstride() + column * png.get_n_channels()
            k = row * svg.get_rowstride() + column * svg.get_n_channels()
            total += 1
            different += max(abs(x - y) for x, y in zip(a[i:i + 3], b[k:k + 3])) > 100
    # Letters and edges may fall otherwise by a pixel.
    assert different < 0.01 * total, (different, total)
    assert len(set(a[i:i + 3] for i in range(0, len(a) - 3, 4))) > 50


@claim("/plot/export/svg-is-drawn-by-others-as-the-png-is")
def _():
    claim_same_picture("chart")
    claim_same_picture("landscape")


def claim_no_raster(name):
    with open(place("svg", name), encoding="utf-8") as file:
        svg = file.read()
    assert "<image" not in svg and "<path" in svg
    assert svg.count("<use") + svg.count("<text") > 20
    with open(place("pdf", name), "rb") as file:
        pdf = file.read()
    streams = [pdf]
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            streams.append(zlib.decompressobj().decompress(pdf[match.end():]))
        except zlib.error:
            pass
    assert len(streams) > 2
    assert not any(b"/Subtype /Image" in stream or b"/Subtype/Image" in stream
                   or b"\nBI\n" in stream for stream in streams)
    assert any(b"/FontFile" in stream or b"/FontDescriptor" in stream for stream in streams)


@claim("/plot/export/vector-files-hold-no-raster")
def _():
    claim_no_raster("chart")
    claim_no_raster("landscape")


@claim("/plot/export/the-table-of-a-landscape-has-every-cell")
def _():
    with open(place("csv", "landscape"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 64
    for i, row in enumerate(rows):
        assert row["figure"] == "Final cost" and row["x_name"] == "Learning rate (η)"
        assert row["y_name"] == 'Momentum, "μ"'
        assert float(row["x"]) == 0.1 * (i % 8 + 1) and float(row["y"]) == i // 8 / 3
        state = "waiting" if i == 63 else "diverged" if i >= 48 else "trained"
        assert row["state"] == state, row
        assert row["value"] == "" if i >= 48 else float(row["value"]) == i % 8 + i // 8 / 10


print(f"1..{count}")
shutil.rmtree(FOLDER, ignore_errors=True)
sys.exit(1 if failed else 0)
