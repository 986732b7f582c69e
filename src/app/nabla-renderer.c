/* SPDX-License-Identifier: MIT */
#include "app/nabla-renderer.h"

#include <epoxy/gl.h>

/* On Linux nothing needs to be asked where there is no device of a graphics card; asking costs the
 * time to load the rasterizer. */
static gboolean
may_have_graphics_card (void)
{
#ifndef __linux__
  return TRUE;
#endif
  return g_file_test ("/dev/dri", G_FILE_TEST_IS_DIR) ||
         g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS) ||
         g_file_test ("/dev/dxg", G_FILE_TEST_EXISTS);
}

/* FALSE also without OpenGL: GTK draws with Cairo by itself then. */
static gboolean
is_done_by_processor (GdkDisplay *display)
{
  static const char *const rasterizers[] = {
    "llvmpipe", "softpipe", "swrast", "SWR", "Software Rasterizer", "SwiftShader"
  };
  g_autoptr (GdkGLContext) context = gdk_display_create_gl_context (display, NULL);
  if (context == NULL || !gdk_gl_context_realize (context, NULL))
    return FALSE;
  gdk_gl_context_make_current (context);
  const char *name = (const char *) glGetString (GL_RENDERER);
  gboolean found = FALSE;
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (rasterizers); i++)
    found |= strstr (name, rasterizers[i]) != NULL;
  gdk_gl_context_clear_current ();
  return found;
}

void
nabla_renderer_choose (GdkDisplay *display)
{
  if (g_getenv ("GSK_RENDERER") == NULL &&
      (!may_have_graphics_card () || is_done_by_processor (display)))
    g_setenv ("GSK_RENDERER", "cairo", TRUE);
}
