/* SPDX-License-Identifier: MIT */
/* nabla-renderer.h: how the windows' pictures come to the screen. */
#pragma once

#include <gtk/gtk.h>

/* Has GTK draw with Cairo where OpenGL would be done by the processor: that draws each window anew
 * at every frame, on as many threads as there are cores, and takes them from training, while Cairo
 * draws what has changed. Does nothing where GSK_RENDERER is set. To be called once GTK is
 * initialised, before the first window is shown. */
void nabla_renderer_choose (GdkDisplay *display);
