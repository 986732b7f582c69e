/* SPDX-License-Identifier: MIT */
#include "lab/nabla-writing.h"

#include "digits/digits-photo.h"
#include "lab/nabla-error.h"
#include "lab/nabla-picture-private.h"

#include <string.h>

static gboolean
fail (GError **error, const char *name, const DigitsError *reason)
{
  g_set_error (error, NABLA_ERROR,
               reason->code == DIGITS_ERROR_MEMORY ? NABLA_ERROR_INTERNAL : NABLA_ERROR_INPUT,
               "%s: %s", name, reason->message);
  return FALSE;
}

/* Takes the ink, and makes it small enough to be shown; the boxes go with it. */
static void
take_ink (NablaWriting *writing, NablaPicture *ink)
{
  int width = ink->width;
  NablaPicture *small = nabla_picture_shrink (ink, NABLA_WRITING_SIDE);
  float scale = (float) small->width / (float) width;
  writing->width = small->width;
  writing->height = small->height;
  writing->ink = g_steal_pointer (&small->pixels);
  nabla_picture_free (small);
  for (int i = 0; i < writing->n; i++) {
    DigitsBox *box = &writing->pieces[i].box;
    *box = (DigitsBox){ box->x * scale, box->y * scale, box->width * scale, box->height * scale };
  }
}

NablaWriting *
nabla_writing_new (const NablaPicture *picture, const char *name, GError **error)
{
  DigitsError reason = { 0 };
  g_autoptr (NablaPicture) ink = nabla_picture_new (picture->width, picture->height);
  if (digits_photo_find_ink (picture->pixels, picture->width, picture->height, ink->pixels,
                             &reason) != 0) {
    fail (error, name, &reason);
    return NULL;
  }
  g_autofree DigitsPiece *pieces = g_new (DigitsPiece, DIGITS_MAX_PIECES);
  int n = digits_segment_ink (ink->pixels, ink->width, ink->height, pieces, &reason);
  if (n < 0) {
    fail (error, name, &reason);
    return NULL;
  }
  NablaWriting *writing = g_new0 (NablaWriting, 1);
  writing->references = 1;
  writing->n = n;
  writing->pieces = g_memdup2 (pieces, (gsize) n * sizeof *pieces);
  take_ink (writing, g_steal_pointer (&ink));
  return writing;
}

NablaWriting *
nabla_writing_read (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "");
  g_autoptr (NablaPicture) picture =
      nabla_picture_read (file, NABLA_PICTURE_SIDE, cancellable, error);
  return picture != NULL ? nabla_writing_new (picture, name, error) : NULL;
}

NablaWriting *
nabla_writing_decode (GBytes *bytes, const char *name, GCancellable *cancellable, GError **error)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  g_autoptr (NablaPicture) picture =
      nabla_picture_decode (data, n, name, NABLA_PICTURE_SIDE, cancellable, error);
  return picture != NULL ? nabla_writing_new (picture, name, error) : NULL;
}

NablaWriting *
nabla_writing_ref (NablaWriting *writing)
{
  g_atomic_int_inc (&writing->references);
  return writing;
}

void
nabla_writing_unref (NablaWriting *writing)
{
  if (writing == NULL || !g_atomic_int_dec_and_test (&writing->references))
    return;
  g_free (writing->ink);
  g_free (writing->pieces);
  g_free (writing);
}
