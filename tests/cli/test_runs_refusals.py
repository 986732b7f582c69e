# SPDX-License-Identifier: MIT
"""The history where something is amiss: foreign, older and newer files, other images, no room."""
import os
import shutil

from claims import claim, data, data_options, done, lines, place, refused, run
from kept_runs import SET_UP, database, epochs_of, history, networks_of, records_of, runs, train


@claim("/cli/runs/a-file-that-is-no-history-is-refused-and-left-alone")
def _():
    path = history("good.db")
    train(path, "--epochs", 2)
    with open(path, "rb") as file:
        good = file.read()
    cases = {"text": (b"this is no data base\n" * 100, "no history"),
             "cut": (good[:len(good) // 2], "damaged"),
             "holes": (good[:4096] + b"\xa5" * (len(good) - 4096), "damaged")}
    for name, (content, words) in cases.items():
        bad = history(name + ".db")
        with open(bad, "wb") as file:
            file.write(content)
        refused(3, "runs", "import", bad, "--history", path, says=[name, words])
        refused(3, "runs", "list", "--history", bad, says=[name])
        with open(bad, "rb") as file:
            assert file.read() == content, name
    foreign = history("foreign.db")
    with database(foreign) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    for action in ("list",), ("import", foreign):
        refused(3, "runs", *action, "--history", foreign, says="another program")
    refused(3, "runs", "import", place("absent"), "--history", path, says="absent")
    unmade = history("unmade.db")
    refused(3, "runs", "import", path, place("absent"), "--history", unmade, says="absent")
    assert not os.path.exists(unmade)
    assert len(runs("list", path)) == 1


@claim("/cli/runs/a-newer-schema-is-refused-politely")
def _():
    path, good = history("newer.db"), history("older.db")
    train(path, "--epochs", 1)
    train(good, "--epochs", 1)
    with database(path) as db:
        db.execute("PRAGMA user_version = 99")
    refused(3, "runs", "list", "--history", path, says=["newer version", "newer.db"])
    refused(3, "runs", "import", path, "--history", good, says="newer version")
    refused(3, "train", *data_options(), "--epochs", 1, f"--history={path}", says="newer version")


# The first schema, as it was released.
FIRST_SCHEMA = """
PRAGMA application_id = 0x6e61626c;
PRAGMA user_version = 1;
CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, started INTEGER NOT NULL, host TEXT,
  pid INTEGER) STRICT;
CREATE TABLE runs (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '', created INTEGER NOT NULL, version TEXT,
  hyper_parameters TEXT NOT NULL, monitors INTEGER NOT NULL,
  monitor_every INTEGER NOT NULL DEFAULT 0, validation_images INTEGER NOT NULL DEFAULT 0,
  kernel TEXT, data_name TEXT, data_folder TEXT, data_training INTEGER NOT NULL DEFAULT 0,
  data_validation INTEGER NOT NULL DEFAULT 0, data_test INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL, message TEXT, diverged_epoch INTEGER NOT NULL DEFAULT 0,
  diverged_mini_batch INTEGER NOT NULL DEFAULT 0, epochs INTEGER NOT NULL DEFAULT 0,
  best_epoch INTEGER NOT NULL DEFAULT 0, best_score REAL, seconds REAL,
  session INTEGER REFERENCES sessions (id) ON DELETE SET NULL,
  starred INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
  tags TEXT NOT NULL DEFAULT '', color INTEGER NOT NULL DEFAULT 0, removed INTEGER) STRICT;
CREATE INDEX runs_by_age ON runs (created);
CREATE TABLE records (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL, train_cost REAL, train_accuracy REAL, validation_cost REAL,
  validation_accuracy REAL, test_cost REAL, test_accuracy REAL, learning_rate REAL,
  train_seconds REAL, evaluation_seconds REAL, PRIMARY KEY (run, epoch)) STRICT, WITHOUT ROWID;
CREATE TABLE networks (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('start', 'latest', 'best')), epoch INTEGER NOT NULL,
  model BLOB NOT NULL, PRIMARY KEY (run, kind)) STRICT;
"""
SECOND_SCHEMA = """
PRAGMA user_version = 2;
ALTER TABLE records ADD COLUMN l2 REAL;
ALTER TABLE records ADD COLUMN momentum REAL;
ALTER TABLE records ADD COLUMN changes INTEGER;
ALTER TABLE records ADD COLUMN gradient_norms BLOB;
ALTER TABLE runs ADD COLUMN extra TEXT;
ALTER TABLE records ADD COLUMN extra TEXT;
"""
THIRD_SCHEMA = """
PRAGMA user_version = 3;
ALTER TABLE runs ADD COLUMN data_digest TEXT;
ALTER TABLE runs ADD COLUMN data_seed INTEGER;
"""


def of_schema(script, path, name):
    """A history of an older version with what there is of the runs of `path`."""
    older = history(name)
    with database(older) as db:
        db.executescript(script)
        db.execute("ATTACH ? AS now", (path,))
        for table in "sessions", "runs", "records", "networks":
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")
    return older


@claim("/cli/runs/an-older-schema-is-brought-up-to-date")
def _():
    now = history("now.db")
    uuid = train(now, *SET_UP, "--epochs", 3)[0]["uuid"]
    records, networks = records_of(now, uuid), networks_of(now, uuid)
    for version, script in ((1, FIRST_SCHEMA), (2, FIRST_SCHEMA + SECOND_SCHEMA),
                            (3, FIRST_SCHEMA + SECOND_SCHEMA + THIRD_SCHEMA)):
        path = of_schema(script, now, f"schema-{version}.db")
        copy, into = history("copy.db"), history("into.db")
        shutil.copy(path, copy)
        runs("import", into, copy)
        with database(copy) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (version,)
        assert records_of(into, uuid) == records
        assert records_of(path, uuid) == records and networks_of(path, uuid) == networks
        assert ("sha256" in runs("show", path, uuid)[0]["data_set"]) == (version == 3)
        run("train", "--resume-run", uuid, "--epochs", 4, "--history", path)
        # From then on it is known which images they were.
        assert (runs("show", path, uuid)[0]["data_set"]
                == runs("show", now, uuid)[0]["data_set"])
        with database(path) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (4,)


@claim("/cli/runs/other-images-under-the-same-name-are-refused")
def _():
    path = history("images.db")
    uuid = train(path, "--epochs", 1)[0]["uuid"]
    other = os.path.join(place("elsewhere"), os.path.basename(data()))
    run("dataset", "make", other, "--training", 600, "--test", 200, "--data-seed", 2)
    go_on_with = ["train", "--resume-run", uuid, "--epochs", 2, "--history", path, "--data"]
    refused(2, *go_on_with, other, says=["other images", uuid[:8]])
    assert runs("list", path)[0]["epochs"] == 1
    # The same images, wherever they are.
    moved = place("moved")
    shutil.copytree(data(), moved)
    run(*go_on_with, moved)
    assert runs("list", path)[0]["epochs"] == 2


@claim("/cli/runs/a-run-on-synthetic-digits-goes-on-with-those-of-its-seed")
def _():
    path, whole = history("synthetic.db"), history("synthetic-whole.db")
    options = ["train", "--dataset", "synthetic", "--data-seed", 7, "--layers", "784,5,10",
               "--mini-batch", 100, "--json"]
    uuid = lines(run(*options, "--epochs", 1, f"--history={path}"))[0]["uuid"]
    assert runs("list", path)[0]["data_set"]["seed"] == 7
    same = lines(run(*options, "--epochs", 2, f"--history={whole}"))[0]["uuid"]
    refused(2, "train", "--resume-run", uuid, "--epochs", 2, "--history", path, "--data-seed", 8,
            says="other images")
    run("train", "--resume-run", uuid, "--epochs", 2, "--history", path)
    assert records_of(path, uuid) == records_of(whole, same)


@claim("/cli/runs/a-run-on-synthetic-digits-goes-on-with-those-of-its-style")
def _():
    path, whole = history("style.db"), history("style-whole.db")
    options = ["train", "--dataset", "synthetic", "--data-style", "shown", "--data-style-strength",
               0.7, "--layers", "784,5,10", "--mini-batch", 100, "--json"]
    uuid = lines(run(*options, "--epochs", 1, f"--history={path}"))[0]["uuid"]
    kept = runs("list", path)[0]["data_set"]
    assert kept["name"] == "synthetic (shown 0.7)"
    assert (kept["seed"], kept["style"], kept["style_strength"]) == (1, "shown", 0.7)
    same = lines(run(*options, "--epochs", 2, f"--history={whole}"))[0]["uuid"]
    refused(2, "train", "--resume-run", uuid, "--epochs", 2, "--history", path, "--data-style",
            "training", says=uuid[:8])
    # It is kept by what is exported and imported too.
    exported, into = place("style.json"), history("style-into.db")
    run("runs", "export", "--out", exported, "--history", path)
    runs("import", into, exported)
    assert runs("list", into)[0]["data_set"] == kept
    into = history("style-merged.db")
    runs("import", into, path)
    assert runs("list", into)[0]["data_set"] == kept
    for history_file in path, into:
        run("train", "--resume-run", uuid, "--epochs", 2, "--history", history_file)
        assert records_of(history_file, uuid) == records_of(whole, same)


@claim("/cli/runs/synthetic-digits-without-a-style-are-those-of-training")
def _():
    now = history("style-now.db")
    uuid = lines(run("train", "--dataset", "synthetic", "--layers", "784,5,10", "--mini-batch", 100,
                     "--epochs", 1, "--json", f"--history={now}"))[0]["uuid"]
    path = of_schema(FIRST_SCHEMA + SECOND_SCHEMA + THIRD_SCHEMA, now, "style-old.db")
    run("train", "--resume-run", uuid, "--epochs", 2, "--history", path)
    kept = runs("show", path, uuid)[0]["data_set"]
    assert (kept["name"], kept["style"], kept["style_strength"]) == ("synthetic", "training", 1)


@claim("/cli/runs/a-place-that-cannot-be-written-is-said-at-once")
def _():
    with open(place("file"), "w", encoding="utf-8"):
        pass
    refused(3, "train", *data_options(), "--epochs", 1,
            "--history=" + os.path.join(place("file"), "history.db"), says="file")


@claim("/cli/runs/a-full-disk-is-said-once-and-the-run-goes-on")
def _():
    path = history("full.db")
    train(path, "--epochs", 1)
    with database(path) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON records BEGIN "
                   "SELECT raise (ABORT, 'no space'); END")
    result = run("train", *data_options(), "--json", f"--history={path}", "--epochs", 4)
    assert len(epochs_of(lines(result))) == 4
    assert result.errors.count("\n") == 1 and "full.db" in result.errors, result.errors


done()
