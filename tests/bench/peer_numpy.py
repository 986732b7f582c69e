# SPDX-License-Identifier: MIT
"""Mini-batch SGD in NumPy, as somebody writes it who cares for its speed: a whole mini-batch in one
matrix product, float32 throughout, every result into memory that is there already, the factor of the
step multiplied into the output's error once. See peer.py for what it is told and what it answers.

Its variants: weights as [in][out] or as [out][in]; images put into the shuffled order once an epoch,
or mini-batch by mini-batch. `compare` takes the fastest for each workload.
"""
import sys
import time

import numpy
from numpy import add, matmul, multiply, subtract

import peer

# Each takes the weighted inputs z and leaves the activations there. `ones` has z's shape: adding it
# is quicker than adding a number, which NumPy first makes into an array at every call.


def sigmoid(z, ones):
    numpy.negative(z, z)
    numpy.exp(z, z)
    add(z, ones, z)
    numpy.reciprocal(z, z)


def softmax(z, ones):
    subtract(z, numpy.maximum.reduce(z, 1, keepdims=True), z)
    numpy.exp(z, z)
    numpy.divide(z, add.reduce(z, 1, keepdims=True), z)


def rectify(z, ones):
    numpy.maximum(z, 0, z)


# And these multiply the error by the slope at the activations a.


def times_sigmoid_slope(error, a, scratch, ones):
    subtract(ones, a, scratch)
    multiply(scratch, a, scratch)
    multiply(error, scratch, error)


def times_rectifier_slope(error, a, scratch, ones):
    numpy.sign(a, scratch)  # 1 where z > 0, else 0, and without a conversion from bool
    multiply(error, scratch, error)


ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid, times_sigmoid_slope),
               "relu": (rectify, softmax, times_rectifier_slope)}


class Layer:
    """Weights, and memory for the activations, errors and gradients of one mini-batch of m."""

    def __init__(self, n_in, n_out, m, out_in, random):
        weights = random.standard_normal((n_in, n_out)) / numpy.sqrt(n_in)
        shape = (n_out, n_in) if out_in else (n_in, n_out)
        self.out_in = out_in
        self.stored = numpy.ascontiguousarray(weights.T if out_in else weights, numpy.float32)
        self.w = self.stored.T if out_in else self.stored  # [in][out], whatever lies in memory
        self.w_transposed = self.w.T
        self.b = numpy.zeros(n_out, numpy.float32)
        self.a, self.error, self.scratch = (numpy.empty((m, n_out), numpy.float32) for _ in "aes")
        self.ones, self.row_of_ones = (numpy.ones(n, numpy.float32) for n in ((m, n_out), m))
        self.a_transposed, self.error_transposed = self.a.T, self.error.T
        self.gradient = numpy.empty(shape, numpy.float32)
        self.bias_gradient = numpy.empty(n_out, numpy.float32)

    def step(self, a, a_transposed, decay):
        if self.out_in:
            matmul(self.error_transposed, a, self.gradient)
        else:
            matmul(a_transposed, self.error, self.gradient)
        multiply(self.stored, decay, self.stored)
        subtract(self.stored, self.gradient, self.stored)
        matmul(self.row_of_ones, self.error, self.bias_gradient)
        subtract(self.b, self.bias_gradient, self.b)


class Network:
    def __init__(self, task, m, out_in, random):
        self.layers = [Layer(n_in, n_out, m, out_in, random)
                       for n_in, n_out in zip(task.layers, task.layers[1:])]
        hidden, output, self.times_slope = ACTIVATIONS[task.hidden]
        for layer in self.layers:
            layer.activate = hidden
        self.layers[-1].activate = output
        self.backwards = list(zip(self.layers[-2::-1], self.layers[:0:-1]))

    def feed_forward(self, a):
        for layer in self.layers:
            matmul(a, layer.w, layer.a)
            add(layer.a, layer.b, layer.a)
            layer.activate(layer.a, layer.ones)
            a = layer.a
        return a

    def learn(self, x, y, step, decay):
        """One step; `step` is the learning rate over m, `decay` 1 - rate * l2 / n."""
        error = self.layers[-1].error
        subtract(self.feed_forward(x), y, error)
        multiply(error, step, error)
        for below, layer in self.backwards:
            matmul(layer.error, layer.w_transposed, below.error)
            self.times_slope(below.error, below.a, below.scratch, below.ones)
        a, a_transposed = x, x.T
        for layer in self.layers:
            layer.step(a, a_transposed, decay)
            a, a_transposed = layer.a, layer.a_transposed


PIXELS = peer.PIXELS
DATA = peer.load(sys.argv[1])
TARGETS = numpy.eye(10, dtype=numpy.float32)[DATA.labels]
SHUFFLED = numpy.empty_like(DATA.images)
task_trained = trained = None


def whole_order(order, m):
    """Mini-batches out of a copy of the images in their new order."""
    images = SHUFFLED[:len(order)]
    numpy.take(DATA.images, order, 0, images, "clip")
    targets = TARGETS[order]
    for i in range(0, len(order), m):
        yield images[i:i + m], targets[i:i + m]


def batch_by_batch(order, m):
    x, y = numpy.empty((m, PIXELS), numpy.float32), numpy.empty((m, 10), numpy.float32)
    for i in range(0, len(order), m):
        picked = order[i:i + m]
        yield (DATA.images.take(picked, 0, x[:len(picked)], "clip"),
               TARGETS.take(picked, 0, y[:len(picked)], "clip"))


TRAIN_VARIANTS = {f"[{layout.replace(' ', '][')}], {gather}": (layout == "out in", batches)
                  for layout in ("in out", "out in")
                  for gather, batches in (("shuffled once an epoch", whole_order),
                                          ("gathered per mini-batch", batch_by_batch))}
EVALUATE_VARIANTS = {f"{m} images at once": m for m in (10000, 1000, 200)}


def train(task):
    global task_trained, trained
    out_in, batches = TRAIN_VARIANTS[task.variant.replace("_", " ")]
    random = numpy.random.default_rng(1)
    task_trained, trained = task, Network(task, task.batch, out_in, random)
    order = numpy.arange(peer.TRAINING)
    step = numpy.float32(task.rate / task.batch)
    decay = numpy.float32(1 - task.rate * task.l2 / peer.TRAINING)
    seconds = []
    for images in [task.warm] + [task.images] * task.epochs:
        began = time.perf_counter()
        random.shuffle(order)
        # A last mini-batch that is not full is left out, in the peer's favour.
        for x, y in batches(order[:images - images % task.batch], task.batch):
            trained.learn(x, y, step, decay)
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def evaluate(variant):
    m = EVALUATE_VARIANTS[variant.replace("_", " ")]
    network = Network(task_trained, m, False, numpy.random.default_rng(1))
    for layer, original in zip(network.layers, trained.layers):
        layer.w[:], layer.b = original.w, original.b
    network.feed_forward(DATA.test_images[:m])
    began = time.perf_counter()
    right = 0
    for i in range(0, len(DATA.test_images), m):
        outputs = network.feed_forward(DATA.test_images[i:i + m])
        right += numpy.count_nonzero(outputs.argmax(1) == DATA.test_labels[i:i + m])
    return time.perf_counter() - began, right / len(DATA.test_images)


if __name__ == "__main__":
    numpy.seterr(over="ignore")  # exp of a saturated unit is infinite, and its sigmoid exactly 0
    peer.serve({"name": "NumPy " + numpy.__version__, "train_variants": list(TRAIN_VARIANTS),
                "evaluate_variants": list(EVALUATE_VARIANTS)}, train, evaluate)
