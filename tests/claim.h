/* SPDX-License-Identifier: MIT */
/* claim.h: the tests of the core rooms, which know no GLib. A test program lists its claims in
 * main():
 *
 *   static void shuffles_are_permutations (void) { CLAIM (n == 10); }
 *   int main (void) { RUN ("/nn/rng/shuffles-are-permutations", shuffles_are_permutations); return
 * DONE (); }
 *
 * Output is TAP. A claim that fails says where and what, and the program goes on with the next
 * test. */
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static int claim_n, claim_failed;
static jmp_buf claim_jump;

#define CLAIM(condition)                                                                           \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      printf ("# %s:%d: %s\n", __FILE__, __LINE__, #condition);                                    \
      longjmp (claim_jump, 1);                                                                     \
    }                                                                                              \
  } while (0)

/* |actual − expected| ≤ tolerance, and both finite. */
#define CLAIM_NEAR(actual, expected, tolerance)                                                    \
  do {                                                                                             \
    double claim_a = (actual), claim_e = (expected), claim_t = (tolerance);                        \
    if (!(fabs (claim_a - claim_e) <= claim_t)) {                                                  \
      printf ("# %s:%d: %s is %.12g, expected %.12g ± %g\n", __FILE__, __LINE__, #actual, claim_a, \
              claim_e, claim_t);                                                                   \
      longjmp (claim_jump, 1);                                                                     \
    }                                                                                              \
  } while (0)

#define SKIP(reason)                                                                               \
  do {                                                                                             \
    printf ("# %s\n", reason);                                                                     \
    longjmp (claim_jump, 2);                                                                       \
  } while (0)

#define RUN(name, function)                                                                        \
  do {                                                                                             \
    int claim_answer = setjmp (claim_jump);                                                        \
    if (claim_answer == 0) {                                                                       \
      function ();                                                                                 \
      printf ("ok %d %s\n", ++claim_n, name);                                                      \
    } else if (claim_answer == 2) {                                                                \
      printf ("ok %d %s # SKIP\n", ++claim_n, name);                                               \
    } else {                                                                                       \
      printf ("not ok %d %s\n", ++claim_n, name);                                                  \
      claim_failed++;                                                                              \
    }                                                                                              \
    fflush (stdout);                                                                               \
  } while (0)

#define DONE() (printf ("1..%d\n", claim_n), claim_failed ? EXIT_FAILURE : EXIT_SUCCESS)
