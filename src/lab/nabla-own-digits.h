/* SPDX-License-Identifier: MIT */
/* nabla-own-digits.h: the drawings that a person has corrected or approved, as a small data set of
 * one's own, in one SQLite file that windows and command lines share. A GListModel of
 * NablaOwnDigit, newest first. All of it is called on the main thread, where signals are emitted
 * too; what changes shows at once, and is written on a thread of its own, which is waited for only
 * where it is said.
 *
 * Signal "failed" (NablaOwnDigits*, const char *sentence): something could not be written, or read
 * again. What could not be written is tried again; it is said once until something succeeds. */
#pragma once

#include "lab/nabla-error.h"
#include "lab/nabla-own-digit.h"

G_BEGIN_DECLS

#define NABLA_TYPE_OWN_DIGITS (nabla_own_digits_get_type ())
G_DECLARE_FINAL_TYPE (NablaOwnDigits, nabla_own_digits, NABLA, OWN_DIGITS, GObject)

/* $XDG_DATA_HOME/nabla/drawings.db, beside the history. Owned by the library. */
const char *nabla_own_digits_user_path (void);

/* path NULL: the user's. Made where there is none. Waits some milliseconds, and has all drawings.
 * NABLA_ERROR_INPUT: it is no file of drawings, is damaged, or was written by a newer version;
 * NABLA_ERROR_OUTPUT: it cannot be made or written. The file is left as it is then. Closing waits
 * for what is not written yet. */
NablaOwnDigits *nabla_own_digits_open (const char *path, GError **error);
const char *nabla_own_digits_get_path (NablaOwnDigits *self);

/* Waits until all that was asked for so far is on disk. FALSE with the reason where it is not. For
 * shutting down and the command line. */
gboolean nabla_own_digits_flush (NablaOwnDigits *self, GError **error);
/* Reads the file again in the background: what other programs have changed appears. Drawings that
 * stay keep their object. */
void nabla_own_digits_refresh (NablaOwnDigits *self);

/* label 0 … 9; guess −1 … 9; strokes may be NULL (a picture) and are copied; pixels
 * [DIGITS_PIXELS], as digits_normalise makes them. The new drawing is the list's; NULL where there
 * are too many, which "failed" has said. */
NablaOwnDigit *nabla_own_digits_add (NablaOwnDigits *self, int label, int guess,
                                     const DigitsStrokes *strokes, const guint8 *pixels);
/* Nothing happens where it is not in the list. */
void nabla_own_digits_remove (NablaOwnDigits *self, NablaOwnDigit *digit);
/* Undoes that: it has its id and place again. */
void nabla_own_digits_restore (NablaOwnDigits *self, NablaOwnDigit *digit);
void nabla_own_digits_set_label (NablaOwnDigits *self, NablaOwnDigit *digit, int label);
/* By id, or by a beginning of it that no other has; NULL. */
NablaOwnDigit *nabla_own_digits_find (NablaOwnDigits *self, const char *prefix);

/* nabla-own-digits-export.c: all drawings, the oldest first, as train-images-idx3-ubyte.gz and
 * train-labels-idx1-ubyte.gz, which are a data set of their own where there are two drawings or
 * more. The folder is made. NABLA_ERROR_OUTPUT where any file of a data set is there already; with
 * `replace` those two are replaced. NABLA_ERROR_INPUT where there are no drawings. Blocks. */
gboolean nabla_own_digits_export (NablaOwnDigits *self, const char *folder, gboolean replace,
                                  GError **error);
/* The same of the drawings as they are now, in the background; replaces nothing. */
void nabla_own_digits_export_async (NablaOwnDigits *self, GFile *folder, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
gboolean nabla_own_digits_export_finish (NablaOwnDigits *self, GAsyncResult *result,
                                         GError **error);

/* Another number whenever drawings came, went or are called otherwise. */
guint nabla_own_digits_get_changes (NablaOwnDigits *self);
/* A copy of all drawings, the oldest first; NULL where there are none. */
DigitsImages *nabla_own_digits_copy_images (NablaOwnDigits *self);

G_END_DECLS
