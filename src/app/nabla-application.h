/* SPDX-License-Identifier: MIT */
/* nabla-application.h: the application: its command line, its one window, and what holds for all of
 * it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_APPLICATION (nabla_application_get_type ())
G_DECLARE_FINAL_TYPE (NablaApplication, nabla_application, NABLA, APPLICATION, AdwApplication)

NablaApplication *nabla_application_new (void);

G_END_DECLS
