/* SPDX-License-Identifier: MIT */
/* nabla-digits-page.h: a grid of digits of a part of the data set with the selected run's
 * predictions, the wrong ones marked; wrong ones alone on request. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGITS_PAGE (nabla_digits_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitsPage, nabla_digits_page, NABLA, DIGITS_PAGE, GtkWidget)

GtkWidget *nabla_digits_page_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_digits_page_set_workbench (NablaDigitsPage *self, NablaWorkbench *workbench);

G_END_DECLS
