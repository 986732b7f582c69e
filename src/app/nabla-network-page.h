/* SPDX-License-Identifier: MIT */
/* nabla-network-page.h: the selected run's network from inside: its layers and what its hidden
 * units look for. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_NETWORK_PAGE (nabla_network_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaNetworkPage, nabla_network_page, NABLA, NETWORK_PAGE, GtkWidget)

GtkWidget *nabla_network_page_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_network_page_set_workbench (NablaNetworkPage *self, NablaWorkbench *workbench);

G_END_DECLS
