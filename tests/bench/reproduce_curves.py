# SPDX-License-Identifier: MIT
"""The published curves as files, and how far ours are from them."""
import csv
import os
import statistics

# File → columns that belong to a preset: (column, figure, what the column is divided by).
WHOLE = {"overfitting": 1000, "regularized": 1000, "overfitting_full": 50000,
         "regularized_full": 50000}


def columns(preset):
    curve, name = preset.get("curve"), preset["name"]
    if curve in WHOLE:
        return [("test_cost", "test_cost", 1), ("test_correct", "test_accuracy", 10000),
                ("training_cost", "train_cost", 1),
                ("training_correct", "train_accuracy", WHOLE[curve])]
    if curve == "multiple_eta":
        return [("training_cost_eta_" + name.rsplit("-", 1)[1], "train_cost", 1)]
    if curve and curve.startswith("weight_initialization"):
        return [("validation_correct_" + name.rsplit("-", 1)[1], "validation_accuracy", 10000)]
    return []


def figures(preset):
    return {figure for _, figure, _ in columns(preset)}


def read(path, column, divisor):
    with open(path, newline="") as file:
        return [float(row[column]) / divisor for row in csv.DictReader(file)]


def root_mean_square(differences):
    return statistics.mean(difference ** 2 for difference in differences) ** 0.5


def compare(preset, folder, ours_of, tolerance):
    """[(figure, how far, whether that is near enough)] for each column that there is."""
    path = os.path.join(folder, f"{preset.get('curve')}.csv")
    if not columns(preset) or not os.path.exists(path):
        return []
    answers = []
    for column, figure, divisor in columns(preset):
        published, ours = read(path, column, divisor), ours_of(figure)
        n = min(len(published), len(ours))
        away = root_mean_square([a - b for a, b in zip(published[:n], ours[:n])])
        what = figure.replace("_", " ")
        if figure.endswith("accuracy"):
            answers.append((what, f"{100 * away:.2f} points", away <= tolerance))
            continue
        span = max(published) - min(published)
        if preset["name"] == "learning-rates-2.5":
            means = statistics.mean(published[:n]), statistics.mean(ours[:n])
            answers.append((what, f"means {means[0]:.3f} and {means[1]:.3f}",
                            abs(means[0] - means[1]) <= 0.1 * span))
        else:
            answers.append((what, f"{100 * away / span:.1f} % of its range", away <= 0.1 * span))
    return answers
