/* SPDX-License-Identifier: MIT */
/* nabla-averages-view.h: the average image of each digit, and how many images of a part can be read
 * by darkness or by the nearest of these averages, beside what the network reads. Worked out on a
 * thread when it is first looked at. */
#pragma once

#include "lab/nabla-data-set.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_AVERAGES_VIEW (nabla_averages_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaAveragesView, nabla_averages_view, NABLA, AVERAGES_VIEW, GtkWidget)

GtkWidget *nabla_averages_view_new (void);

/* NULL: none. */
void nabla_averages_view_set_part (NablaAveragesView *self, NablaDataSet *data_set,
                                   DigitsPartKind part);
/* The share of the part that the selected run's network reads right, 0 … 1, in the run's colour;
 * NAN: nobody has read it. */
void nabla_averages_view_set_network (NablaAveragesView *self, double accuracy, int color);

G_END_DECLS
