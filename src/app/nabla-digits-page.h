/* SPDX-License-Identifier: MIT */
/* nabla-digits-page.h: the images of a part of the data set with the selected run's answers, as
 * they are filtered and sorted, or one of them large; which digit is taken for which; and what
 * averages alone can read. */
#pragma once

#include "app/nabla-own-part.h"
#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGITS_PAGE (nabla_digits_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitsPage, nabla_digits_page, NABLA, DIGITS_PAGE, GtkWidget)

GtkWidget *nabla_digits_page_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_digits_page_set_workbench (NablaDigitsPage *self, NablaWorkbench *workbench);

/* One's own drawings, which are shown as a fourth part; once. What is done with them are actions of
 * the window: nabla-window-own.c. */
void nabla_digits_page_set_own_part (NablaDigitsPage *self, NablaOwnPart *own);
void nabla_digits_page_show_own (NablaDigitsPage *self);

G_END_DECLS
