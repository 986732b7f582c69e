/* SPDX-License-Identifier: MIT */
/* nabla-lab-page.h: finding out what a set-up does before it is trained at full size: instant
 * curves, the learning-rate test and the landscape. */
#pragma once

#include "app/nabla-instant-view.h"
#include "app/nabla-landscape-view.h"
#include "app/nabla-range-view.h"
#include "app/nabla-set-up-panel.h"

G_BEGIN_DECLS

#define NABLA_TYPE_LAB_PAGE (nabla_lab_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaLabPage, nabla_lab_page, NABLA, LAB_PAGE, GtkWidget)

/* Signals, with a set-up (const NablaHyperParameters*) that a person chose here: "train": to be put
 * into the set-up panel and trained; "use": to be put there only. */
GtkWidget *nabla_lab_page_new (void);

/* Of the data set and the set-up that are explored; once. */
void nabla_lab_page_set_workbench (NablaLabPage *self, NablaWorkbench *workbench,
                                   NablaSetUpPanel *panel);

/* Owned by the page. */
NablaInstantView *nabla_lab_page_get_instant (NablaLabPage *self);
NablaRangeView *nabla_lab_page_get_range (NablaLabPage *self);
NablaLandscapeView *nabla_lab_page_get_landscape (NablaLabPage *self);

G_END_DECLS
