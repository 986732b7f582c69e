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


def eight():
    """Both loops in one stroke, begun at the top right."""
    upper, lower = (0.5, 0.3, 0.18, 0.17), (0.5, 0.67, 0.22, 0.2)
    return (arc(*upper, -40, -270, 20) + arc(*lower, -90, 270, 32) + arc(*upper, 90, -40, 14))


DIGITS = {
    0: [arc(0.5, 0.5, 0.24, 0.36, -90, 270, 40)],
    1: [line(0.52, 0.12, 0.5, 0.88)],
    2: [arc(0.48, 0.32, 0.2, 0.19, -165, 35) + line(0.64, 0.44, 0.27, 0.84)
        + line(0.27, 0.84, 0.75, 0.83)],
    3: [arc(0.47, 0.31, 0.2, 0.18, -150, 80) + arc(0.47, 0.68, 0.23, 0.2, -80, 145)],
    4: [line(0.46, 0.14, 0.26, 0.56) + line(0.26, 0.56, 0.76, 0.55),
        line(0.62, 0.3, 0.6, 0.88)],
    5: [line(0.7, 0.16, 0.38, 0.17, 8) + line(0.38, 0.17, 0.35, 0.46, 8)
        + arc(0.46, 0.64, 0.22, 0.22, -115, 140)],
    6: [arc(0.78, 0.6, 0.48, 0.48, -110, -180, 14) + arc(0.5, 0.66, 0.2, 0.2, 180, -180, 32)],
    7: [line(0.28, 0.16, 0.74, 0.16) + line(0.74, 0.16, 0.44, 0.88)],
    8: [eight()],
    9: [arc(0.49, 0.33, 0.2, 0.19, 0, -360, 32) + line(0.69, 0.33, 0.63, 0.88)],
}


def placed(digit, x, y, width, height):
    """The strokes of `digit` in the middle of a box of the screen."""
    side = min(width, height)
    left, top = x + (width - side) / 2, y + (height - side) / 2
    return [[(left + side * px, top + side * py) for px, py in stroke] for stroke in DIGITS[digit]]
