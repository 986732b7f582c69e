/* SPDX-License-Identifier: MIT */
#include "app/nabla-application.h"

#include <libintl.h>

int
main (int argc, char **argv)
{
  g_autoptr (NablaApplication) application = NULL;

  bindtextdomain ("nabla", NABLA_LOCALE_FOLDER);
  bind_textdomain_codeset ("nabla", "UTF-8");
  textdomain ("nabla");

  application = nabla_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
