# SPDX-License-Identifier: MIT
"""nabla-cli dataset download and verify, against a mirror on this machine that behaves badly."""
import gzip
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess

import claims
from claims import Skip, changed_copy, claim, data, done, lines, place, refused, run
from mirror import Mirror, wait_for

NAMES = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
         "t10k-labels-idx1-ubyte.gz"]
IMAGES = NAMES[0]

# Requests to this machine go to this machine, whatever proxy there is.
for name in "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY":
    os.environ.pop(name, None)
os.environ["no_proxy"] = "*"


def content(path):
    with open(path, "rb") as file:
        return file.read()


def manifest(names=NAMES, mirrors=(), **changes):
    """The files of data() as a manifest; its path."""
    files = []
    for name in names:
        raw = content(os.path.join(data(), name))
        files.append({"name": name, "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest(),
                      "content_sha256": hashlib.sha256(gzip.decompress(raw)).hexdigest()})
    path = place("manifest.json")
    with open(path, "w") as file:
        json.dump({"name": "small digits", "mirrors": list(mirrors), "files": files} | changes, file)
    return path


mirror = Mirror(data())
out = place("out")


def fresh():
    shutil.rmtree(out, ignore_errors=True)
    mirror.requests.clear()
    return out


def arguments(how, **options):
    more = [word for name, value in options.items() for word in ("--" + name, value)]
    return ["dataset", "download", "--manifest", manifest(), "--out", out, "--mirror",
            how if how.startswith("http") else mirror.url(how), *more]


def is_right(name):
    return content(os.path.join(out, name)) == content(os.path.join(data(), name))


def parts():
    return sorted(name for name in os.listdir(out) if name not in NAMES)


def part_of(how_much):
    """A folder in which so many bytes of the first file have come already."""
    fresh()
    os.makedirs(out)
    raw = content(os.path.join(data(), IMAGES))
    with open(os.path.join(out, IMAGES + ".part"), "wb") as file:
        file.write(how_much(raw))
    return len(raw)


@claim("/cli/download/fetches-what-the-manifest-names")
def _():
    fresh()
    result = lines(run(*arguments("good"), "--json"))
    assert [event["file"] for event in result[:-1]] == NAMES
    assert {event["outcome"] for event in result[:-1]} == {"fetched"}
    assert result[-1]["event"] == "end" and result[-1]["folder"] == out
    assert result[-1]["bytes"] == sum(os.path.getsize(os.path.join(data(), n)) for n in NAMES)
    assert all(map(is_right, NAMES)) and parts() == []
    info, = lines(run("dataset", "info", out, "--json"))
    assert info["test"]["images"] == 200


@claim("/cli/download/what-is-there-is-not-fetched-again")
def _():
    fresh()
    run(*arguments("good"))
    os.remove(os.path.join(out, NAMES[1]))
    raw = gzip.decompress(content(os.path.join(out, NAMES[2])))
    os.remove(os.path.join(out, NAMES[2]))
    with open(os.path.join(out, NAMES[2][:-3]), "wb") as file:
        file.write(raw)
    mirror.requests.clear()
    result = lines(run(*arguments("good"), "--json"))
    assert [event["outcome"] for event in result[:-1]] == ["present", "fetched", "present", "present"]
    assert mirror.requests == [("good", NAMES[1], None)]


@claim("/cli/download/follows-a-redirection")
def _():
    fresh()
    run(*arguments("moved"))
    assert all(map(is_right, NAMES))


@claim("/cli/download/goes-on-with-what-came-before")
def _():
    size = part_of(lambda raw: raw[:len(raw) // 3])
    result = lines(run(*arguments("good"), "--json"))
    assert result[0]["outcome"] == "resumed" and result[1]["outcome"] == "fetched"
    assert mirror.requests[0] == ("good", IMAGES, f"bytes={size // 3}-")
    assert all(map(is_right, NAMES)) and parts() == []


@claim("/cli/download/begins-anew-where-the-mirror-cannot-go-on")
def _():
    for how in "no_range", "wrong_range", "unsatisfied":
        part_of(lambda raw: raw[:len(raw) // 3])
        result = lines(run(*arguments(how), "--json"))
        assert result[0]["outcome"] == "fetched", how
        assert all(map(is_right, NAMES)) and parts() == [], how
        assert mirror.requests[0][2] is not None, how


@claim("/cli/download/begins-anew-where-what-came-before-was-something-else")
def _():
    for change in (lambda raw: raw[:50] + b"\0" + raw[51:1000], lambda raw: raw + b"more",
                   lambda raw: bytes(len(raw))):
        part_of(change)
        run(*arguments("good"))
        assert all(map(is_right, NAMES)) and parts() == []


@claim("/cli/download/a-whole-part-only-gets-its-name")
def _():
    part_of(lambda raw: raw)
    run(*arguments("good"))
    assert is_right(IMAGES) and all(name != IMAGES for _, name, _ in mirror.requests)


@claim("/cli/download/breaking-off-loses-nothing")
def _():
    fresh()
    before = 0
    for _ in range(3):
        refused(3, *arguments("breaks_off"), says=["breaks_off/" + IMAGES, "broke off after"])
        assert parts() == [IMAGES + ".part"]
        size = os.path.getsize(os.path.join(out, IMAGES + ".part"))
        assert size > before
        before = size
    result = lines(run(*arguments("good"), "--json"))
    assert result[0]["outcome"] == "resumed" and is_right(IMAGES)


@claim("/cli/download/each-wrong-answer-is-one-sentence-and-leaves-nothing-wrong")
def _():
    expected = {
        "loop": "without end", "elsewhere": "cannot be fetched", "shorter": "offers 20 bytes",
        "longer": "belong", "page": "a web page", "text": "does not begin as a gzipped file",
        "garbage": "gives another file", "gone": "answers 404 (Not Found)", "busy": "answers 503",
        "no_http": "cannot be fetched",
    }
    for how, words in expected.items():
        fresh()
        result = refused(3, *arguments(how), says=[f"/{how}/{IMAGES}", words])
        assert result.output == "" and os.listdir(out) == [], (how, os.listdir(out))


@claim("/cli/download/never-takes-more-than-the-size")
def _():
    fresh()
    refused(3, *arguments("endless"), says="sends more than the")
    size = os.path.getsize(os.path.join(data(), IMAGES))
    assert sum(os.path.getsize(os.path.join(out, name)) for name in os.listdir(out)) <= size
    refused(3, *arguments("ends_early"), says="broke off after")
    run(*arguments("good"))
    assert all(map(is_right, NAMES))


@claim("/cli/download/the-next-mirror-is-asked-where-one-fails")
def _():
    fresh()
    path = manifest(mirrors=[mirror.url("gone"), mirror.url("breaks_off"), mirror.url("good")])
    result = lines(run("dataset", "download", "--manifest", path, "--out", out, "--json"))
    assert result[0]["outcome"] == "resumed" and all(map(is_right, NAMES))
    assert [how for how, _, _ in mirror.requests[:3]] == ["gone", "breaks_off", "good"]
    fresh()
    path = manifest(mirrors=[mirror.url("gone"), mirror.url("busy")])
    refused(3, "dataset", "download", "--manifest", path, "--out", out, says="503")


@claim("/cli/download/an-interruption-keeps-what-came")
def _():
    fresh()
    process = subprocess.Popen([claims.PROGRAM, *map(str, arguments("slow"))],
                               stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=claims.environment())
    path = os.path.join(out, IMAGES + ".part")
    wait_for(lambda: os.path.exists(path) and os.path.getsize(path) > 20)
    refused(3, *arguments("good"), says="by another program")
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130 and process.stderr.read() == b""
    assert content(os.path.join(data(), IMAGES)).startswith(content(path))
    result = lines(run(*arguments("good"), "--json"))
    assert result[0]["outcome"] == "resumed" and is_right(IMAGES)


@claim("/cli/download/a-silent-mirror-is-interrupted-or-given-up")
def _():
    fresh()
    process = subprocess.Popen([claims.PROGRAM, *map(str, arguments("silent"))],
                               stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=claims.environment())
    wait_for(lambda: mirror.requests)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130
    refused(3, *arguments("silent", timeout=1), says="said nothing for too long")


@claim("/cli/download/a-file-of-another-data-set-is-not-replaced-unasked")
def _():
    for name in IMAGES, IMAGES[:-3]:
        fresh()
        os.makedirs(out)
        with open(os.path.join(out, name), "wb") as file:
            file.write(b"mine")
        refused(3, *arguments("good"), says="is there already")
        assert content(os.path.join(out, name)) == b"mine" and mirror.requests == []
        run(*arguments("good"), "--force")
        assert content(os.path.join(out, name + "~")) == b"mine" and is_right(IMAGES)
        assert not os.path.exists(os.path.join(out, IMAGES[:-3]))


@claim("/cli/download/a-place-that-takes-no-file-is-refused")
def _():
    fresh()
    with open(place("file"), "wb"):
        pass
    common = ["dataset", "download", "--manifest", manifest(), "--mirror", mirror.url("good")]
    refused(3, *common, "--out", os.path.join(place("file"), "folder"), says="cannot be written to")
    refused(3, *common, "--out", "/proc/nabla", says="cannot be written to")
    os.makedirs(os.path.join(out, IMAGES + ".part"))
    refused(3, *common, "--out", out, says="cannot be written")
    os.rmdir(os.path.join(out, IMAGES + ".part"))
    os.symlink(place("file"), os.path.join(out, IMAGES + ".part"))
    refused(3, *common, "--out", out, says="cannot be written")
    assert mirror.requests == [] and content(place("file")) == b""


@claim("/cli/download/a-full-disk-is-one-sentence")
def _():
    def limit():
        """Stands for a disk that takes 4 KiB a file."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    fresh()
    result = subprocess.run([claims.PROGRAM, *map(str, arguments("good"))], preexec_fn=limit,
                            capture_output=True, timeout=100, env=claims.environment())
    assert result.returncode == 3, result
    assert result.stderr.count(b"\n") == 1 and b"cannot be written" in result.stderr
    assert os.path.getsize(os.path.join(out, IMAGES + ".part")) == 4096
    run(*arguments("good"))
    assert all(map(is_right, NAMES)) and parts() == []


@claim("/cli/download/wrong-usage-is-refused-before-anything-is-asked")
def _():
    fresh()
    for url in "ftp://127.0.0.1/", "file:///tmp/", "/tmp", "https://", "http://a b/", "x":
        refused(2, *arguments("good")[:-1], url, says="a mirror is an address")
    refused(2, "dataset", "download", "--manifest", manifest(), says="--out")
    refused(2, "dataset", "download", "somewhere")
    one = {"name": "a.gz", "size": 1, "sha256": "0" * 64}
    for files in ([], {}, [3], [one | {"name": "../a"}], [one | {"name": ".a"}], [one | {"size": 0}],
                  [one | {"size": "1"}], [one | {"size": 2 ** 40}], [one | {"sha256": "0"}],
                  [one | {"sha256": 5}], [one, one], [one] * 99):
        refused(3, "dataset", "download", "--manifest", manifest(files=files), "--out", out,
                says="manifest.json")
    for text in "", "[", "[]", "[" * 100000, '{"files":' * 2000:
        with open(place("manifest.json"), "w") as file:
            file.write(text)
        refused(3, "dataset", "download", "--manifest", place("manifest.json"), "--out", out,
                says="manifest.json")
    refused(3, "dataset", "download", "--manifest", manifest(mirrors=["gopher://x/"]), "--out", out,
            says="a mirror is an address")
    assert mirror.requests == []


@claim("/cli/verify/tells-published-repacked-and-other-files-apart")
def _():
    assert [check["state"] for check in lines(run("dataset", "verify", data(), "--json"))] == \
        ["other"] * 4
    result = lines(run("dataset", "verify", data(), "--manifest", manifest(), "--json"))
    assert [check["file"] for check in result] == NAMES
    assert {check["state"] for check in result} == {"published"}
    assert result[0]["images"] == 600 and result[0]["width"] == 28 and result[3]["labels"] == 200
    assert result[0]["sha256"] == hashlib.sha256(content(os.path.join(data(), IMAGES))).hexdigest()
    with changed_copy(data(), IMAGES[:-3], lambda raw: raw) as folder:
        result = lines(run("dataset", "verify", folder, "--manifest", manifest(), "--json"))
        assert [check["state"] for check in result] == ["repacked"] + ["published"] * 3
    text = run("dataset", "verify", data(), "--manifest", manifest()).output
    assert text.count("\n") == 4 and "small digits, as it was published" in text


@claim("/cli/verify/names-what-is-damaged-missing-or-changed")
def _():
    def states(folder):
        result = run("dataset", "verify", folder, "--manifest", manifest(), "--json", expect=3)
        assert result.errors.count("\n") == 1
        return [check["state"] for check in lines(result)]

    good = ["published"] * 4
    with changed_copy(data(), IMAGES[:-3], lambda raw: raw[:-1]) as folder:
        assert states(folder) == ["damaged"] + good[1:]
    with changed_copy(data(), IMAGES[:-3], lambda raw: raw[:5000] + b"\x80" + raw[5001:]) as folder:
        assert states(folder) == ["other"] + good[1:]
    with changed_copy(data(), NAMES[3][:-3], lambda raw: raw[:-1] + b"\x0b") as folder:
        assert states(folder) == good[:3] + ["damaged"]
    with changed_copy(data(), IMAGES[:-3], lambda raw: raw) as folder:
        os.remove(os.path.join(folder, IMAGES[:-3]))
        assert states(folder) == ["damaged"] + good[1:]
        raw = content(os.path.join(data(), IMAGES))
        for damaged in raw[:-20], raw[:500], raw[:900] + b"\0" * 90 + raw[990:], b"":
            with open(os.path.join(folder, IMAGES), "wb") as file:
                file.write(damaged)
            assert states(folder) == ["damaged"] + good[1:]
    refused(3, "dataset", "verify", place("nowhere"), says="nowhere")


@claim("/cli/verify/knows-mnist")
def _():
    folder = os.environ.get("NABLA_TEST_MNIST", "")
    if not os.path.isdir(folder):
        raise Skip("NABLA_TEST_MNIST names no folder")
    result = lines(run("dataset", "verify", folder, "--json"))
    assert all(check["state"] in ("published", "repacked") for check in result), result
    assert result[0]["images"] == 60000 and result[2]["images"] == 10000


mirror.close()
done()
