/* SPDX-License-Identifier: MIT */
/* Who draws the windows. The display of the tests is one that the processor draws. */
#include "app/nabla-renderer.h"

static void
test_what_the_processor_draws_is_drawn_by_cairo (void)
{
  g_unsetenv ("GSK_RENDERER");
  nabla_renderer_choose (gdk_display_get_default ());
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "cairo");

  g_autoptr (GtkWindow) window = g_object_ref_sink (GTK_WINDOW (gtk_window_new ()));
  gtk_window_present (window);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (renderer), ==, "GskCairoRenderer");
  gtk_window_destroy (window);
}

static void
test_a_persons_choice_stays (void)
{
  g_setenv ("GSK_RENDERER", "gl", TRUE);
  nabla_renderer_choose (gdk_display_get_default ());
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "gl");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/renderer/processor", test_what_the_processor_draws_is_drawn_by_cairo);
  g_test_add_func ("/app/renderer/choice", test_a_persons_choice_stays);
  return g_test_run ();
}
