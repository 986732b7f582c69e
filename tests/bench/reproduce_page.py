# SPDX-License-Identifier: MIT
"""The page of a reproduction, in Markdown."""
import reproduce_rules as rules

WORDS = {True: "yes", False: "**no**", None: "–"}


def table(headings, rows):
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
              for row in rows]
    return "\n".join(lines)


def options_of(outcome):
    return f"`{outcome.preset['options']}`"


def write(outcomes, runs):
    start = next(iter(runs.values()))[0][0]
    data = start["data_set"]
    sections = [
        "# Published, and ours\n\n"
        "Written by `tests/bench/reproduce`; not by hand. Each experiment of the book that is a preset "
        f"(`nabla-cli presets`), trained on {data['name']} with {data['training']:,} training, "
        f"{data['validation']:,} validation and {data['test']:,} test images by nabla-cli "
        f"{start['version']} with the {start['kernel']} kernel. "
        "`nabla-cli train --preset NAME --seed N` repeats any run bit for bit.",
        table(["preset", "published", "ours: mean ± sd (seeds)", "inside?"],
              [(o.preset["name"], o.preset["published"], o.ours, WORDS[o.inside])
               for o in outcomes])]
    notes = [(o.preset["name"], o.note) for o in outcomes if ";" in o.note or "each seed" in o.note]
    if notes:
        sections += ["## Shapes and distributions",
                     "\n".join(f"- **{name}**: {note}." for name, note in notes)]
    rows = [(o.preset["name"], *curve[:2], WORDS[curve[2]]) for o in outcomes for curve in o.curves]
    if rows:
        sections += ["## Curves", table(["preset", "curve", "away from the published one", "near?"],
                                        rows)]
    sections += ["## Rules", rules.RULES, "## Set-ups",
                 table(["preset", "apart from the defaults", "what is compared"],
                       [(o.preset["name"], options_of(o), o.note.split(";")[0].split(" of each")[0])
                        for o in outcomes])]
    return "\n\n".join(sections) + "\n"
