# SPDX-License-Identifier: MIT
"""Mini-batch SGD in PyTorch on one thread. See peer.py for what it is told and what it answers.

Its variants: nn.Linear layers with autograd and torch.optim.SGD, as its users write it; the same with
the step taken in place without an optimizer; and backpropagation by hand, with each layer's step and
decay in a single addmm_. `compare` takes the fastest for each workload.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional

import peer

DATA = peer.load(sys.argv[1])
IMAGES, TEST_IMAGES = torch.from_numpy(DATA.images), torch.from_numpy(DATA.test_images)
LABELS, TEST_LABELS = (torch.from_numpy(labels).long() for labels in (DATA.labels, DATA.test_labels))
TARGETS = torch.eye(10)[LABELS]
HIDDEN = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}
EVALUATE_VARIANTS = {f"{m} images at once": m for m in (10000, 1000, 200)}

trained = None


def model_of(task):
    parts = []
    for n_in, n_out in zip(task.layers, task.layers[1:]):
        linear = nn.Linear(n_in, n_out)
        nn.init.normal_(linear.weight, 0, n_in ** -0.5)
        nn.init.zeros_(linear.bias)
        parts += [linear, HIDDEN[task.hidden]()]
    return nn.Sequential(*parts[:-1])


def mini_batches(images, m):
    order = torch.randperm(peer.TRAINING)[:images - images % m]
    for picked in order.split(m):
        yield IMAGES[picked], picked


def loss_of(task):
    if task.hidden == "relu":
        return lambda z, picked: functional.cross_entropy(z, LABELS[picked])
    return lambda z, picked: functional.binary_cross_entropy_with_logits(
        z, TARGETS[picked], reduction="sum") / task.batch


def split_parameters(model):
    linears = [part for part in model if isinstance(part, nn.Linear)]
    return [linear.weight for linear in linears], [linear.bias for linear in linears]


def with_optimizer(task, model):
    weights, biases = split_parameters(model)
    optimizer = torch.optim.SGD([{"params": weights, "weight_decay": task.l2 / peer.TRAINING},
                                 {"params": biases}], lr=task.rate)
    loss = loss_of(task)

    def learn(x, picked):
        optimizer.zero_grad(set_to_none=True)
        loss(model(x), picked).backward()
        optimizer.step()
    return learn


def in_place(task, model):
    weights, biases = split_parameters(model)
    loss, decay = loss_of(task), 1 - task.rate * task.l2 / peer.TRAINING

    def learn(x, picked):
        gradients = torch.autograd.grad(loss(model(x), picked), weights + biases)
        with torch.no_grad():
            for weight in weights:
                weight.mul_(decay)
            torch._foreach_add_(weights + biases, gradients, alpha=-task.rate)
    return learn


def by_hand(task, model):
    weights, biases = split_parameters(model)
    step, decay = task.rate / task.batch, 1 - task.rate * task.l2 / peer.TRAINING
    last = len(weights) - 1
    activate = {"sigmoid": torch.sigmoid_, "relu": torch.relu_}[task.hidden]
    slope = {"sigmoid": lambda a: a * (1 - a), "relu": torch.sign}[task.hidden]

    @torch.no_grad()
    def learn(x, picked):
        activations = [x]
        for weight, bias in zip(weights[:-1], biases):
            activations.append(activate(torch.addmm(bias, activations[-1], weight.t())))
        z = torch.addmm(biases[last], activations[-1], weights[last].t())
        error = (torch.sigmoid_(z) if task.hidden == "sigmoid" else z.softmax(1)) - TARGETS[picked]
        for i in range(last, -1, -1):
            below = (error @ weights[i]).mul_(slope(activations[i])) if i > 0 else None
            weights[i].addmm_(error.t(), activations[i], beta=decay, alpha=-step)
            biases[i].sub_(error.sum(0), alpha=step)
            error = below
    return learn


TRAIN_VARIANTS = {"nn.Linear, autograd, optim.SGD": with_optimizer,
                  "nn.Linear, autograd, step in place": in_place,
                  "backpropagation by hand": by_hand}


def train(task):
    global trained
    torch.manual_seed(1)
    trained = model_of(task)
    learn = TRAIN_VARIANTS[task.variant.replace("_", " ")](task, trained)
    seconds = []
    for images in [task.warm] + [task.images] * task.epochs:
        began = time.perf_counter()
        for x, picked in mini_batches(images, task.batch):
            learn(x, picked)
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


@torch.no_grad()
def evaluate(variant):
    m = EVALUATE_VARIANTS[variant.replace("_", " ")]
    began = time.perf_counter()
    right = 0
    for x, labels in zip(TEST_IMAGES.split(m), TEST_LABELS.split(m)):
        right += int((trained(x).argmax(1) == labels).sum())
    return time.perf_counter() - began, right / len(TEST_LABELS)


if __name__ == "__main__":
    torch.set_num_threads(1)
    peer.serve({"name": "PyTorch " + torch.__version__, "train_variants": list(TRAIN_VARIANTS),
                "evaluate_variants": list(EVALUATE_VARIANTS)}, train, evaluate)
