# SPDX-License-Identifier: MIT
"""What the peers written in Python share: MNIST as float32 and the conversation with `compare`.

A peer is a process of its own, started as `PEER FOLDER` on a folder of the four unpacked IDX files.
It says one JSON object when it is ready and one after each line that it reads:

    train LAYERS HIDDEN BATCH RATE L2 IMAGES WARM EPOCHS VARIANT
        a new network; WARM images untimed, then EPOCHS timed epochs of IMAGES images each, taken
        from a new shuffle of all 50,000: {"seconds": [...], "accuracy": of the 10,000 test images}
    evaluate TIMES VARIANT
        the network trained last on the test images, TIMES times: {"seconds": [...], "accuracy": ...}

LAYERS is 784,30,10; HIDDEN is sigmoid (with sigmoid outputs and cross-entropy) or relu (with softmax
and log-likelihood). Weights begin as N(0, 1/sqrt(inputs)), biases as 0. Every reply has "peak", the
process's largest resident memory in MB. The end of the input ends the peer.
"""
import ctypes
import json
import os
import resource
import sys
from collections import namedtuple

import numpy

TRAINING = 50000
PIXELS = 784

Data = namedtuple("Data", "images labels test_images test_labels")
Task = namedtuple("Task", "layers hidden batch rate l2 images warm epochs variant")


def read_images(path):
    pixels = numpy.fromfile(path, numpy.uint8, offset=16).reshape(-1, PIXELS)
    return pixels.astype(numpy.float32) / numpy.float32(256)


def load(folder):
    def labels(name):
        return numpy.fromfile(os.path.join(folder, name), numpy.uint8, offset=8)
    return Data(read_images(os.path.join(folder, "train-images-idx3-ubyte"))[:TRAINING].copy(),
                labels("train-labels-idx1-ubyte")[:TRAINING],
                read_images(os.path.join(folder, "t10k-images-idx3-ubyte")),
                labels("t10k-labels-idx1-ubyte"))


def mapped_libraries():
    with open("/proc/self/maps") as maps:
        return {line.split()[-1] for line in maps if "/" in line}


def blas():
    """The OpenBLAS in this process: its version, core type and threads; {} where there is none."""
    for path in sorted(mapped_libraries()):
        if "openblas" not in os.path.basename(path):
            continue
        library = ctypes.CDLL(path)
        if not hasattr(library, "openblas_get_corename"):
            continue
        library.openblas_get_corename.restype = ctypes.c_char_p
        library.openblas_get_config.restype = ctypes.c_char_p
        version = library.openblas_get_config().decode().split()[:2]
        return {"blas": " ".join(version), "core": library.openblas_get_corename().decode(),
                "threads": library.openblas_get_num_threads()}
    return {}


def say(answer):
    answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer), flush=True)


def task_of(words):
    layers, hidden, batch, rate, l2, images, warm, epochs, variant = words
    return Task([int(n) for n in layers.split(",")], hidden, int(batch), float(rate), float(l2),
                int(images), int(warm), int(epochs), variant)


def serve(about, train, evaluate):
    """Says ABOUT, then answers until the input ends.

    train(task) gives the seconds of each epoch, evaluate(variant) the seconds and the accuracy."""
    say(dict(about, **blas()))
    for line in sys.stdin:
        command, *words = line.split()
        if command == "train":
            seconds = train(task_of(words))
            say({"seconds": seconds, "accuracy": evaluate(about["evaluate_variants"][0])[1]})
        else:
            times = [evaluate(words[1]) for _ in range(int(words[0]))]
            say({"seconds": [seconds for seconds, _ in times], "accuracy": times[-1][1]})
