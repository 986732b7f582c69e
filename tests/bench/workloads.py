# SPDX-License-Identifier: MIT
"""What `compare` measures, against whom, and what is asked of it."""
from collections import namedtuple

IMAGES = 50000
HONEST = 0.9  # whoever gets less of the test images right after an epoch computes something else

# Our epochs are timed after a first one that is dropped, the peer's after 5,000 images; so many make
# a block. A peer's variants are tried on `tune` images: of the small networks so many that a
# shuffled copy of them does not stay in a cache. `small` ones are what --quick measures. `targets`
# are {kernel: (asked, aimed at)} for the ratios to NumPy.
Workload = namedtuple("Workload", "name title kind layers hidden batch rate l2 ours peers tune small "
                                  "kernels targets")

EVERY_KERNEL = ("avx512", "avx2", "neon", "portable", "scalar")
FAST_KERNELS = EVERY_KERNEL[:-1]

WORKLOADS = (
    Workload("epoch-30", "784-30-10, m = 10", "epoch", "784,30,10", "sigmoid", 10, 0.5, 5, 6, 3,
             20000, True, EVERY_KERNEL, {"avx512": (11, 15), "avx2": (12, 16), "portable": (5, None)}),
    Workload("epoch-100", "784-100-10, m = 10", "epoch", "784,100,10", "sigmoid", 10, 0.5, 5, 4, 2,
             20000, True, EVERY_KERNEL, {"avx512": (6, 8), "avx2": (6.5, 9), "portable": (3, None)}),
    Workload("epoch-800", "784-800-10, m = 10", "epoch", "784,800,10", "sigmoid", 10, 0.5, 5, 1, 1,
             4000, False, FAST_KERNELS, {}),
    Workload("epoch-512-512", "784-512-512-10, m = 128", "epoch", "784,512,512,10", "relu", 128, 0.1,
             5, 1, 1, 5120, False, FAST_KERNELS, {"avx512": (1.7, 2.2), "avx2": (1.5, None)}),
    Workload("evaluate-30", "784-30-10", "evaluation", "784,30,10", "sigmoid", 10, 0.5, 5, 10, 10,
             20000, True, EVERY_KERNEL, {"avx512": (7, None), "avx2": (7, None)}),
    Workload("evaluate-100", "784-100-10", "evaluation", "784,100,10", "sigmoid", 10, 0.5, 5, 10, 10,
             20000, True, EVERY_KERNEL, {"avx512": (7, None), "avx2": (7, None)}),
)

# What the program is measured at without a peer that trains; see own_measures.py.
OWN = ("load", "monitored", "sweep", "memory")
OWN_QUICK = ("load", "memory")

# Like against like: the kernels that are compared with OpenBLAS's kernels for this core type, and
# what /proc/cpuinfo must list for both.
Group = namedtuple("Group", "core kernels flags")

GROUPS = (
    Group("SkylakeX", ("avx512",), {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}),
    Group("Haswell", ("avx2", "portable", "scalar"), {"avx2", "fma"}),
)
# Elsewhere OpenBLAS takes what it finds best, and so do we.
OTHER_MACHINE = Group(None, ("neon", "portable", "scalar"), set())

KERNEL_NAMES = {"avx512": "AVX-512", "avx2": "AVX2 + FMA", "neon": "NEON", "portable": "portable",
                "scalar": "scalar"}


def target_of(workload, kernel, core):
    """(asked, aimed at), where the ratio to NumPy on this core type has a target; else None."""
    asked_for = any(group.core == core and kernel in group.kernels for group in GROUPS)
    return workload.targets.get(kernel) if asked_for else None
