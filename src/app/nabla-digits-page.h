/* SPDX-License-Identifier: MIT */
/* nabla-digits-page.h: the images of a part of the data set with the selected run's answers, as they
 * are filtered and sorted, or one of them large; which digit is taken for which; and what averages
 * alone can read. */
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
