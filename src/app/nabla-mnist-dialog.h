/* SPDX-License-Identifier: MIT */
/* nabla-mnist-dialog.h: what would be fetched, from where and into which folder; then how far it
 * is, or what went wrong. Nothing is asked of the network before its button is pressed. */
#pragma once

#include "lab/nabla-manifest.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_MNIST_DIALOG (nabla_mnist_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NablaMnistDialog, nabla_mnist_dialog, NABLA, MNIST_DIALOG, AdwWindow)

/* The manifest stays while the program runs. Signal "fetched": all files are in the folder; the
 * dialog closes itself afterwards. Closing it earlier stops the download, and keeps what came. */
GtkWidget *nabla_mnist_dialog_new (GtkWindow *parent, const NablaManifest *manifest,
                                   const char *folder);

G_END_DECLS
