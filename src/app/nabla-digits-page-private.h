/* SPDX-License-Identifier: MIT */
/* nabla-digits-page-private.h: the page of digits between its files: a part that is read and shown
 * (nabla-digits-page.c), and one's own drawings as one (nabla-digits-page-own.c). */
#pragma once

#include "app/nabla-averages-view.h"
#include "app/nabla-confusion-view.h"
#include "app/nabla-digit-details.h"
#include "app/nabla-digit-filters.h"
#include "app/nabla-digit-grid.h"
#include "app/nabla-digits-page.h"
#include "app/nabla-own-bar.h"
#include "app/nabla-style-button.h"
#include "app/nabla-throttle.h"

struct _NablaDigitsPage {
  GtkWidget parent_instance;

  GtkDropDown *part_choice;
  NablaStyleButton *style;
  GtkWidget *bar;
  GtkStack *stack;
  GtkStack *views;
  NablaDigitFilters *filters;
  GtkStack *images;
  AdwStatusPage *none_page;
  NablaDigitGrid *grid;
  NablaConfusionView *confusion;
  NablaAveragesView *averages;
  NablaDigitDetails *details;
  NablaOwnBar *own_bar;

  NablaWorkbench *workbench;
  NablaOwnPart *own;         /* NULL until it is set */
  NablaOwnDigit *looked;     /* the one of them that is large, or NULL */
  GSignalGroup *run_signals; /* of the selected run */
  NablaDigitList *digits;
  NablaThrottle *reading;
  GCancellable *cancellable; /* of the prediction under way; NULL for none */
  gboolean outdated;         /* a newer network came during it */
  char *failure;             /* why the network cannot read them; NULL where it can */
  gboolean looking;          /* at one image */
};

void nabla_digits_page_show (NablaDigitsPage *self);
/* Other digits or another run: what was read is no longer about what is shown. */
void nabla_digits_page_start_over (NablaDigitsPage *self);

/* nabla-digits-page-own.c: what is chosen are own drawings; the data set (NULL for none) and its
 * part that are shown. */
gboolean nabla_digits_page_shows_own (NablaDigitsPage *self);
NablaDataSet *nabla_digits_page_get_data_set (NablaDigitsPage *self);
DigitsPartKind nabla_digits_page_get_kind (NablaDigitsPage *self);
void nabla_digits_page_show_own_bar (NablaDigitsPage *self);
/* Of the large one: it is that digit; it is not to be kept. */
void nabla_digits_page_label_own (NablaDigitsPage *self, int label);
void nabla_digits_page_remove_own (NablaDigitsPage *self);
void nabla_digits_page_add_own_keys (GtkWidgetClass *widget_class);
