/* SPDX-License-Identifier: MIT */
/* nabla-sweep.h: a sweep: hyper-parameters × values × seeds, as a list of set-ups in a fixed order.
 * Each of them is a run of its own, which gives alone bit for bit what it gives in the sweep. */
#pragma once

#include "lab/nabla-parameter.h"

/* More than this is a mistake rather than a wish. */
#define NABLA_MAX_SWEEP_RUNS 10000

/* A parameter and the values that it takes. */
typedef struct {
  const NablaParameter *parameter;
  GStrv values; /* ≥ 1, in the order they were given, no two the same; each as
                   nabla_parameter_get_text writes it */
} NablaVary;

/* Reads "NAME=VALUE,VALUE,…", the name as key or option ("learning_rate", "no-shuffle"; the values
 * of that one are those of "shuffle": true and false). Values of layers and digits, which have
 * commas of their own, have semicolons between: "layers=784,30,10;784,100,10". Counts and numbers
 * may be ranges, "FIRST..LAST:N" of N ≥ 2 values from FIRST to LAST exactly: by equal factors where
 * the parameter is logarithmic and both ends are above 0 (learning rate, λ, λ₁), else by equal
 * steps; the others of a count are rounded to whole numbers, those of a number to six digits.
 * Lists and ranges mix: "l2=0,0.1..10:3".
 *
 * NABLA_ERROR_USAGE with a sentence where the name is unknown, or a value is not one of the
 * parameter's, or stands twice; *vary is then left alone. Clear it afterwards. */
gboolean nabla_vary_parse (const char *text, NablaVary *vary, GError **error);
void nabla_vary_clear (NablaVary *vary);

/* The set-ups of a sweep, GArray of NablaHyperParameters: every combination of the values in
 * `base`, the last of `varies` going round fastest, each with the seeds base->seed, base->seed + 1,
 * … n_seeds of them (≥ 1), fastest of all.
 *
 * NULL with NABLA_ERROR_USAGE where a parameter is varied twice, or the seed both ways, where there
 * would be more than NABLA_MAX_SWEEP_RUNS, or where a combination is no valid set-up; the sentence
 * names it. */
GArray *nabla_sweep_expand (const NablaHyperParameters *base, const NablaVary *varies,
                            gsize n_varies, int n_seeds, GError **error);

/* What a set-up of a sweep varies: "learning-rate 0.25, l2 5, seed 2"; free it. */
char *nabla_sweep_describe (const NablaHyperParameters *set_up, const NablaVary *varies,
                            gsize n_varies, gboolean with_seed);

/* The same run but for its seed. */
gboolean nabla_hyper_parameters_equal_but_seed (const NablaHyperParameters *a,
                                                const NablaHyperParameters *b);

/* Groups what is equal but for the seed: groups[n] receives each one's group, from 0 in the order
 * of their first members. Returns how many groups there are. */
gsize nabla_sweep_group (const NablaHyperParameters *const *set_ups, gsize n, gsize *groups);
