# SPDX-License-Identifier: MIT
"""Strokes of digits as a person draws them, as points in a unit square (y downwards)."""

import math


def arc(cx, cy, rx, ry, start, end, n=24):
    """Points on an ellipse, angles in degrees, 0 to the right, 90 down."""
    return [(cx + rx * math.cos(math.radians(start + (end - start) * i / n)),
             cy + ry * math.sin(math.radians(start + (end - start) * i / n)))
            for i in range(n + 1)]


def line(x0, y0, x1, y1, n=12):
    return [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(n + 1)]


DIGITS = {
    0: [arc(0.5, 0.5, 0.24, 0.36, -90, 270, 40)],
    1: [line(0.52, 0.12, 0.5, 0.88)],
    3: [arc(0.47, 0.31, 0.2, 0.18, -150, 80) + arc(0.47, 0.68, 0.23, 0.2, -80, 145)],
    7: [line(0.28, 0.16, 0.74, 0.16) + line(0.74, 0.16, 0.44, 0.88)],
}


def placed(digit, x, y, width, height):
    """The strokes of `digit` in the middle of a box of the screen."""
    side = min(width, height)
    left, top = x + (width - side) / 2, y + (height - side) / 2
    return [[(left + side * px, top + side * py) for px, py in stroke] for stroke in DIGITS[digit]]
