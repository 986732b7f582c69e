/* SPDX-License-Identifier: MIT */
/* nabla-wheel.h: the mouse wheel over a field of a panel that scrolls. */
#pragma once

#include <gtk/gtk.h>

/* The wheel turns the field's value only while a person is editing it, else it scrolls the panel.
 * To be called once the field has its controllers. */
void nabla_wheel_needs_focus (GtkWidget *field);
