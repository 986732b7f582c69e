/* SPDX-License-Identifier: MIT */
/* nabla-set-up-steps.h: the set-ups that a panel has shown one after the other, for undo and redo.
 */
#pragma once

#include "lab/nabla-hyper-parameters.h"

typedef struct NablaSetUpSteps NablaSetUpSteps;

/* With what is shown at first. */
NablaSetUpSteps *nabla_set_up_steps_new (const NablaHyperParameters *set_up);
void nabla_set_up_steps_free (NablaSetUpSteps *self);

/* Forgets all but this one. */
void nabla_set_up_steps_begin (NablaSetUpSteps *self, const NablaHyperParameters *set_up);

/* The panel shows this now; what was undone is forgotten. `key` is the parameter that a person
 * edited, NULL where all of it was replaced; `now` is monotonic, µs: what follows at once in the
 * same field (the digits of a number, a held button) is one step. */
void nabla_set_up_steps_take (NablaSetUpSteps *self, const NablaHyperParameters *set_up,
                              const char *key, gint64 now);

const NablaHyperParameters *nabla_set_up_steps_get (NablaSetUpSteps *self); /* the present one */
gboolean nabla_set_up_steps_can_undo (NablaSetUpSteps *self);
gboolean nabla_set_up_steps_can_redo (NablaSetUpSteps *self);
void nabla_set_up_steps_undo (NablaSetUpSteps *self); /* where it can */
void nabla_set_up_steps_redo (NablaSetUpSteps *self);
