# SPDX-License-Identifier: MIT
"""What the tests of nabla-cli share: claims as TAP, running the program, files made independently.

A test program calls claim("it does this")(function) and, at its end, done(). Its only argument is
the program under test.
"""
import contextlib
import gzip
import json
import math
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

PROGRAM = os.path.abspath(sys.argv[1])
SIDE = 28
PIXELS = SIDE * SIDE

_folder = tempfile.mkdtemp(prefix="nabla-cli-test-")
_count = 0
_failed = 0


class Skip(Exception):
    pass


def place(name):
    """A path in the folder that goes away at the end."""
    return os.path.join(_folder, name)


def claim(name):
    def run_claim(function):
        global _count, _failed
        _count += 1
        try:
            function()
            print(f"ok {_count} {name}", flush=True)
        except Skip as reason:
            print(f"ok {_count} {name} # SKIP {reason}", flush=True)
        except Exception:
            _failed += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print(f"not ok {_count} {name}", flush=True)
        return function
    return run_claim


def done():
    print(f"1..{_count}")
    shutil.rmtree(_folder, ignore_errors=True)
    sys.exit(1 if _failed else 0)


def environment():
    """Without the user's data, so that nothing but --data gives MNIST."""
    values = dict(os.environ)
    values["XDG_DATA_HOME"] = place("no-data")
    values["XDG_CACHE_HOME"] = place("cache")
    values["LC_ALL"] = "C.UTF-8"
    return values


def run(*arguments, expect=0, timeout=100):
    """Runs the program; its exit code must be the expected one, or one of them. An error is one
    line on stderr."""
    result = subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                            capture_output=True, timeout=timeout, env=environment())
    output, errors = result.stdout.decode(), result.stderr.decode()
    assert result.returncode in (expect if isinstance(expect, tuple) else (expect,)), \
        f"{arguments}: exit code {result.returncode}, not {expect}; {errors[:400]!r}"
    if result.returncode in (1, 2, 3, 4):
        assert errors.startswith("nabla-cli: ") and errors.endswith("\n"), errors
        assert "Sanitizer" not in errors, errors[:400]
    result.output, result.errors = output, errors
    return result


def refused(code, *arguments, says=()):
    """The program ends with that code and exactly one sentence, which holds the given words."""
    result = run(*arguments, expect=code)
    assert result.errors.count("\n") == 1, result.errors
    for word in [says] if isinstance(says, str) else says:
        assert word in result.errors, (word, result.errors)
    return result


def on_terminal(*arguments):
    """What a person sees on stdout."""
    leader, follower = pty.openpty()
    child = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                             stdout=follower, stderr=subprocess.DEVNULL, env=environment())
    os.close(follower)
    seen = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while chunk := os.read(leader, 4096):
            seen += chunk
    os.close(leader)
    assert child.wait(100) == 0, seen
    return seen.decode()


def lines(result):
    return [json.loads(line) for line in result.output.splitlines()]


def without_seconds(value):
    if isinstance(value, dict):
        return {key: without_seconds(inner) for key, inner in value.items()
                if not key.endswith("seconds")}
    return value


_data = None


def data():
    """A folder of 600 + 200 synthesized images, made once."""
    global _data
    if _data is None:
        _data = place("digits")
        run("dataset", "make", _data, "--training", 600, "--test", 200)
    return _data


def data_options():
    return ["--data", data(), "--validation-size", 100]


def near(a, b, tolerance):
    return math.isfinite(a) and math.isfinite(b) and abs(a - b) <= tolerance


# IDX files

def read_idx(path):
    """(sizes, bytes) of an IDX file of bytes, gzipped or not."""
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    assert raw[:3] == b"\0\0\x08"
    sizes = struct.unpack(f">{raw[3]}I", raw[4:4 + 4 * raw[3]])
    body = raw[4 + 4 * raw[3]:]
    assert len(body) == math.prod(sizes)
    return sizes, body


def read_images(folder, name):
    """The images of a pair of files as a list of (784 bytes, label)."""
    _, pixels = read_idx(os.path.join(folder, name + "-images-idx3-ubyte.gz"))
    _, labels = read_idx(os.path.join(folder, name + "-labels-idx1-ubyte.gz"))
    return [(pixels[i * PIXELS:(i + 1) * PIXELS], label) for i, label in enumerate(labels)]


def test_images(folder):
    """The test part as a list of (784 bytes, label)."""
    return read_images(folder, "t10k")


def parts(folder, validation_size):
    """Training, validation and test part: the last of the training files are for validation."""
    images = read_images(folder, "train")
    split = len(images) - validation_size
    return images[:split], images[split:], test_images(folder)


# Models

def read_safetensors(path):
    """({name: (shape, floats)}, metadata) by the published format alone."""
    with open(path, "rb") as file:
        raw = file.read()
    length, = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8:8 + length])
    body = raw[8 + length:]
    metadata = header.pop("__metadata__", {})
    tensors, used = {}, 0
    for name, tensor in header.items():
        begin, end = tensor["data_offsets"]
        assert tensor["dtype"] == "F32" and end - begin == 4 * math.prod(tensor["shape"])
        tensors[name] = (tensor["shape"],
                         struct.unpack(f"<{(end - begin) // 4}f", body[begin:end]))
        used += end - begin
    assert used == len(body)
    return tensors, metadata


def write_safetensors(path, tensors, metadata=None):
    header, body = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, (shape, values) in tensors.items():
        packed = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape,
                        "data_offsets": [len(body), len(body) + len(packed)]}
        body += packed
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def forward(tensors, pixels):
    """The outputs of a sigmoid network, in plain double arithmetic."""
    activations = [pixel / 255 for pixel in pixels]
    layer = 1
    while f"layer{layer}.weight" in tensors:
        (n_out, n_in), weights = tensors[f"layer{layer}.weight"]
        biases = tensors[f"layer{layer}.bias"][1]
        inputs = [(i, a) for i, a in enumerate(activations) if a != 0]
        activations = [
            1 / (1 + math.exp(-biases[j] - sum(weights[j * n_in + i] * a for i, a in inputs)))
            for j in range(n_out)]
        layer += 1
    return activations


# Images

def write_pgm(path, pixels, width=SIDE, height=SIDE, text=False):
    with open(path, "wb") as file:
        file.write(b"P%d\n# a comment\n%d %d\n255\n" % (2 if text else 5, width, height))
        file.write(" ".join(map(str, pixels)).encode() if text else bytes(pixels))
    return path


def write_png(path, pixels, width=SIDE, height=SIDE, channels=1):
    """`pixels` holds grey (1), grey and alpha (2), RGB (3) or RGBA (4) bytes."""
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    stride = width * channels
    rows = b"".join(b"\0" + bytes(pixels[y * stride:(y + 1) * stride]) for y in range(height))

    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body
                + struct.pack(">I", zlib.crc32(name + body)))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n"
                   + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return path


def read_png(path):
    """(width, height, rows of (red, green, blue)) of an RGB PNG of 8 bits."""
    with open(path, "rb") as file:
        raw = file.read()
    assert raw[:8] == b"\x89PNG\r\n\x1a\n"
    at, body = 8, b""
    while at < len(raw):
        length, = struct.unpack(">I", raw[at:at + 4])
        name, chunk = raw[at + 4:at + 8], raw[at + 8:at + 8 + length]
        if name == b"IHDR":
            width, height, depth, kind = struct.unpack(">IIBB", chunk[:10])
            assert (depth, kind) == (8, 2)
        if name == b"IDAT":
            body += chunk
        at += 12 + length
    body = zlib.decompress(body)
    above, rows = bytes(3 * width), []
    for y in range(height):
        line = bytearray(body[y * (3 * width + 1) + 1:(y + 1) * (3 * width + 1)])
        filtered = body[y * (3 * width + 1)]
        for i, value in enumerate(line):
            a = line[i - 3] if i >= 3 else 0
            b, c = above[i], above[i - 3] if i >= 3 else 0
            nearest = min((a, b, c), key=lambda v: abs(a + b - c - v))
            line[i] = (value + [0, a, b, (a + b) // 2, nearest][filtered]) % 256
        rows.append([tuple(line[i:i + 3]) for i in range(0, 3 * width, 3)])
        above = line
    return width, height, rows


@contextlib.contextmanager
def changed_copy(folder, name, change):
    """A copy of a data folder in which the unpacked bytes of one file went through `change`."""
    copy = place("changed")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    path = os.path.join(copy, name + ".gz")
    with gzip.open(path) as file:
        raw = file.read()
    os.remove(path)
    with open(os.path.join(copy, name), "wb") as file:
        file.write(change(raw))
    yield copy
