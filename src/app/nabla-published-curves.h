/* SPDX-License-Identifier: MIT */
/* nabla-published-curves.h: published curves of presets, read in the background, each once. */
#pragma once

#include "lab/nabla-preset.h"

typedef struct NablaPublishedCurves NablaPublishedCurves;

/* Called with a sentence where a file of published curves cannot be read. */
typedef void (*NablaPublishedRefused) (const char *sentence, gpointer data);
/* Called when curves that were asked for are there. */
typedef void (*NablaPublishedArrived) (gpointer data);

NablaPublishedCurves *nabla_published_curves_new (NablaPublishedRefused refused,
                                                  gpointer refused_data,
                                                  NablaPublishedArrived arrived,
                                                  gpointer arrived_data);
/* Neither is called any more, whatever is being read. */
void nabla_published_curves_free (NablaPublishedCurves *self);

/* Where they are; NULL, as at first: nowhere. FALSE where it is the same folder as before. */
gboolean nabla_published_curves_set_folder (NablaPublishedCurves *self, const char *folder);

/* The curves of a preset (NablaPublishedCurve), empty where there are none; NULL while they are
 * read. Valid until another folder is set. */
const GPtrArray *nabla_published_curves_get (NablaPublishedCurves *self, const NablaPreset *preset);
