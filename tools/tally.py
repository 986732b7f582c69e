#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tally.py [--broken N] LOG…: adds up the tests in meson's testlog.json files.

Each line of a TAP program's output counts as one test; a program that says nothing in TAP counts as
one. A program that ended badly without naming a failed test counts as one failure, and so does each
of the N builds that did not come about. The last line printed is "N passed, N failed", with
", N skipped" after it where some were; the exit status is 1 if any failed or none passed.
"""

import argparse
import json
import re
import sys

RESULT = re.compile(r"^(not )?ok\b(?:[^#]|\\#)*(#\s*(skip|todo)\b.*)?$", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL", "SKIP"}


def tally(test):
    """Passed, failed and skipped tests of one program."""
    passed = failed = skipped = 0
    for line in (test.get("stdout") or "").splitlines():
        match = RESULT.match(line)
        if not match:
            continue
        if match[3] and match[3].lower() == "skip":
            skipped += 1
        elif match[1] and not match[3]:
            failed += 1
        else:
            passed += 1
    result = test.get("result")
    if result not in GOOD and failed == 0:
        failed = 1
    if passed + failed + skipped == 0:
        if result == "SKIP":
            skipped = 1
        else:
            passed = 1
    return passed, failed, skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--broken", type=int, default=0)
    parser.add_argument("logs", nargs="*")
    arguments = parser.parse_args()

    passed, failed, skipped = 0, arguments.broken, 0
    for log in arguments.logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                test = json.loads(line)
                p, f, s = tally(test)
                passed, failed, skipped = passed + p, failed + f, skipped + s
                if f:
                    print(f"FAILED: {test['name']} ({test['result']}, in {log.split('/')[0]})")
    if passed + failed == 0:
        print("No test was run.")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
