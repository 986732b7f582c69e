# SPDX-License-Identifier: MIT
"""Mini-batch SGD in NumPy as most people write it who vectorise the book's program: a whole
mini-batch in one matrix product, float32 throughout, and the formulas (BP1 to BP4, and the step with
L2 decay) as they stand, each result a new array. peer_numpy.py is what somebody makes of it who
cares for its speed. See peer.py for what it is told and what it answers.
"""
import sys
import time

import numpy

import peer


def sigmoid(z):
    return 1 / (1 + numpy.exp(-z))


def sigmoid_slope(a):
    return a * (1 - a)


def rectify(z):
    return numpy.maximum(z, 0)


def rectifier_slope(a):
    return (a > 0).astype(numpy.float32)


def softmax(z):
    powers = numpy.exp(z - z.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


HIDDEN = {"sigmoid": (sigmoid, sigmoid_slope, sigmoid),
          "relu": (rectify, rectifier_slope, softmax)}


class Network:
    def __init__(self, task, random):
        self.hidden, self.slope, self.output = HIDDEN[task.hidden]
        self.weights = [(random.standard_normal((n_in, n_out)) / numpy.sqrt(n_in))
                        .astype(numpy.float32) for n_in, n_out in zip(task.layers, task.layers[1:])]
        self.biases = [numpy.zeros(n, numpy.float32) for n in task.layers[1:]]

    def activations(self, x):
        """Of every layer, the inputs first."""
        layers = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            activate = self.output if i == len(self.weights) - 1 else self.hidden
            layers.append(activate(layers[-1] @ w + b))
        return layers

    def learn(self, x, y, rate, l2_over_n):
        layers = self.activations(x)
        delta = layers[-1] - y
        step = numpy.float32(rate / len(x))
        decay = numpy.float32(1 - rate * l2_over_n)
        for i in range(len(self.weights) - 1, -1, -1):
            gradient, bias_gradient = layers[i].T @ delta, delta.sum(0)
            if i > 0:
                delta = delta @ self.weights[i].T * self.slope(layers[i])
            self.weights[i] = decay * self.weights[i] - step * gradient
            self.biases[i] = self.biases[i] - step * bias_gradient


DATA = peer.load(sys.argv[1])
TARGETS = numpy.eye(10, dtype=numpy.float32)[DATA.labels]
TRAIN_VARIANTS = ["shuffled once an epoch", "gathered per mini-batch"]
EVALUATE_VARIANTS = {"10000 images at once": 10000, "1000 images at once": 1000}
trained = None


def mini_batches(order, m, variant):
    if variant == "shuffled_once_an_epoch":
        images, targets = DATA.images[order], TARGETS[order]
        for i in range(0, len(order), m):
            yield images[i:i + m], targets[i:i + m]
    else:
        for i in range(0, len(order), m):
            yield DATA.images[order[i:i + m]], TARGETS[order[i:i + m]]


def train(task):
    global trained
    random = numpy.random.default_rng(1)
    trained = Network(task, random)
    order = numpy.arange(peer.TRAINING)
    seconds = []
    for images in [task.warm] + [task.images] * task.epochs:
        began = time.perf_counter()
        random.shuffle(order)
        for x, y in mini_batches(order[:images], task.batch, task.variant):
            trained.learn(x, y, task.rate, task.l2 / peer.TRAINING)
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def evaluate(variant):
    m = EVALUATE_VARIANTS[variant.replace("_", " ")]
    began = time.perf_counter()
    right = 0
    for i in range(0, len(DATA.test_images), m):
        outputs = trained.activations(DATA.test_images[i:i + m])[-1]
        right += numpy.sum(outputs.argmax(1) == DATA.test_labels[i:i + m])
    return time.perf_counter() - began, int(right) / len(DATA.test_images)


if __name__ == "__main__":
    numpy.seterr(over="ignore")  # exp of a saturated unit is infinite, and its sigmoid exactly 0
    peer.serve({"name": "NumPy " + numpy.__version__ + " as it is mostly written",
                "train_variants": TRAIN_VARIANTS, "evaluate_variants": list(EVALUATE_VARIANTS)},
               train, evaluate)
