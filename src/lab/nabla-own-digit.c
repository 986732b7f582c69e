/* SPDX-License-Identifier: MIT */
#include "lab/nabla-own-digit.h"

#include "lab/nabla-strokes-file.h"

#include <string.h>

struct _NablaOwnDigit {
  GObject parent_instance;
  char *id;
  int label, guess;
  gint64 created;
  char *text;             /* or NULL; never changes */
  DigitsStrokes *strokes; /* what was given, or is parsed of the text; or NULL */
  gboolean is_parsed;
  guint8 pixels[DIGITS_PIXELS];
};

enum { PROPERTY_LABEL = 1, PROPERTY_GUESS, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NablaOwnDigit, nabla_own_digit, G_TYPE_OBJECT)

static void
nabla_own_digit_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  NablaOwnDigit *self = NABLA_OWN_DIGIT (object);
  switch (id) {
  case PROPERTY_LABEL:
    g_value_set_int (value, self->label);
    break;
  case PROPERTY_GUESS:
    g_value_set_int (value, self->guess);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
nabla_own_digit_finalize (GObject *object)
{
  NablaOwnDigit *self = NABLA_OWN_DIGIT (object);
  digits_strokes_free (self->strokes);
  g_free (self->text);
  g_free (self->id);
  G_OBJECT_CLASS (nabla_own_digit_parent_class)->finalize (object);
}

static void
nabla_own_digit_class_init (NablaOwnDigitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  object_class->get_property = nabla_own_digit_get_property;
  object_class->finalize = nabla_own_digit_finalize;
  properties[PROPERTY_LABEL] = g_param_spec_int ("label", NULL, NULL, 0, 9, 0, flags);
  properties[PROPERTY_GUESS] = g_param_spec_int ("guess", NULL, NULL, -1, 9, -1, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nabla_own_digit_init (NablaOwnDigit *self)
{
}

const char *
nabla_own_digit_get_id (NablaOwnDigit *self)
{
  return self->id;
}

int
nabla_own_digit_get_label (NablaOwnDigit *self)
{
  return self->label;
}

int
nabla_own_digit_get_guess (NablaOwnDigit *self)
{
  return self->guess;
}

gint64
nabla_own_digit_get_created (NablaOwnDigit *self)
{
  return self->created / G_USEC_PER_SEC;
}

const guint8 *
nabla_own_digit_get_pixels (NablaOwnDigit *self)
{
  return self->pixels;
}

const DigitsStrokes *
nabla_own_digit_get_strokes (NablaOwnDigit *self)
{
  if (self->text != NULL && !self->is_parsed) {
    self->is_parsed = TRUE;
    self->strokes = nabla_strokes_parse ((const guint8 *) self->text, strlen (self->text), self->id,
                                         NULL, NULL);
  }
  return self->strokes;
}

NablaOwnDigit *
nabla_own_digit_new (const NablaOwnDigitFacts *facts)
{
  NablaOwnDigit *self = g_object_new (NABLA_TYPE_OWN_DIGIT, NULL);
  self->id = g_strdup (facts->id);
  self->label = facts->label;
  self->guess = facts->guess;
  self->created = facts->created;
  self->text = g_strdup (facts->text);
  if (self->text == NULL && facts->strokes != NULL && !digits_strokes_is_empty (facts->strokes))
    self->strokes = digits_strokes_copy (facts->strokes);
  memcpy (self->pixels, facts->pixels, sizeof self->pixels);
  return self;
}

void
nabla_own_digit_set_label (NablaOwnDigit *self, int label)
{
  if (self->label == label)
    return;
  self->label = label;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROPERTY_LABEL]);
}

NablaOwnDigitFacts
nabla_own_digit_get_facts (NablaOwnDigit *self)
{
  return (NablaOwnDigitFacts){
    .id = self->id,
    .guess = self->guess,
    .created = self->created,
    .text = self->text,
    .strokes = self->text == NULL ? self->strokes : NULL,
    .pixels = self->pixels,
  };
}

int
nabla_own_digit_compare (NablaOwnDigit *a, NablaOwnDigit *b)
{
  if (a->created != b->created)
    return a->created > b->created ? -1 : 1;
  return strcmp (a->id, b->id);
}
