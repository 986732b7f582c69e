/* SPDX-License-Identifier: MIT */
#include "lab/nabla-training-data.h"

#include "digits/digits-drawn.h"
#include "digits/digits-expand.h"
#include "digits/digits-synthesizer.h"
#include "lab/nabla-parameter.h"

#include <glib/gi18n-lib.h>

#define PROGRESS_EVERY 64 /* images */
/* Drawings a thread: some milliseconds between two looks at the stop flag. */
#define DRAWN_AT_ONCE 64

struct NablaTrainingData {
  NablaDataSet *data_set;
  NnSamples samples[DIGITS_N_PARTS];
  NnRows *rows[DIGITS_N_PARTS];   /* of parts that are not the data set's own; else NULL */
  guint8 *labels[DIGITS_N_PARTS]; /* theirs */
};

/* What is made of one part. */
typedef struct {
  DigitsPart part;
  gint64 digits; /* bits of those that are taken */
  gsize n;       /* images taken, copies left out */
  DigitsExpansion expansion;
  gsize copies; /* images that one becomes */
  gsize drawn;  /* synthesized drawings that are added */
  gsize *own;   /* [n_own]: which of one's own drawings show these digits */
  gsize n_own;
  gsize taken; /* times that one of them is added, before expansion */
} Choice;

typedef struct {
  const NablaHyperParameters *hyper_parameters;
  const NablaPreparationWatch *watch;
  gsize done, total; /* images, of all parts */
} Preparation;

static gboolean
takes_digit (const Choice *choice, guint8 digit)
{
  return choice->digits >> digit & 1;
}

static gboolean
is_taken (const Choice *choice, gsize image)
{
  return takes_digit (choice, choice->part.labels[image]);
}

/* As many as make the share of an epoch before expansion: each drawing in its turn, over and over;
 * where that is not even once, those that lie evenly among all. */
static void
choose_own (Choice *choice, const DigitsImages *images, double share)
{
  double others = (double) (choice->n + choice->drawn);
  if (!(share > 0) || images == NULL)
    return;
  choice->own = g_new (gsize, images->n);
  for (gsize i = 0; i < images->n; i++)
    if (takes_digit (choice, images->labels[i]))
      choice->own[choice->n_own++] = i;
  if (choice->n_own > 0)
    choice->taken = (gsize) MAX (share / (1 - share) * others + 0.5, 1);
}

/* The drawing of time number `time`. */
static gsize
own_at (const Choice *choice, gsize time)
{
  return choice->own[choice->taken < choice->n_own ? time * choice->n_own / choice->taken
                                                   : time % choice->n_own];
}

static Choice
choose (NablaDataSet *data_set, DigitsPartKind kind, const NablaHyperParameters *hyper_parameters,
        gsize limit)
{
  Choice choice = { .part = nabla_data_set_get_part (data_set, kind),
                    .digits = hyper_parameters->digits };
  if (kind == DIGITS_TRAINING)
    choice.expansion = (DigitsExpansion) hyper_parameters->expand;
  choice.copies = (gsize) digits_expand_copies (choice.expansion);
  for (gsize i = 0; i < choice.part.n && (limit == 0 || choice.n < limit); i++)
    choice.n += is_taken (&choice, i);
  if (kind == DIGITS_TRAINING)
    choice.drawn = (gsize) (hyper_parameters->drawings * (double) choice.n + 0.5);
  if (kind == DIGITS_TRAINING)
    choose_own (&choice, nabla_data_set_get_own (data_set), hyper_parameters->own_share);
  return choice;
}

static gboolean
fail (GError **error, int code, const char *sentence)
{
  g_set_error_literal (error, NABLA_ERROR, code, sentence);
  return FALSE;
}

/* One image more is done; FALSE where it was stopped. */
static gboolean
go_on (Preparation *preparation, GError **error)
{
  const NablaPreparationWatch *watch = preparation->watch;
  preparation->done++;
  if (watch->stop != NULL && atomic_load_explicit (watch->stop, memory_order_relaxed)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "it was stopped");
    return FALSE;
  }
  if (watch->progress != NULL && preparation->done % PROGRESS_EVERY == 0)
    watch->progress ((double) preparation->done / (double) preparation->total, watch->data);
  return TRUE;
}

/* Appends an image and its copies, which depend on its number. */
static NnStatus
append (NnRows *rows, const Choice *choice, const guint8 *pixels, gsize image, guint64 seed)
{
  guint8 images[5 * DIGITS_PIXELS];
  if (choice->expansion == DIGITS_EXPAND_NONE)
    return nn_rows_append (rows, pixels, 1);
  g_assert (choice->copies <= sizeof images / DIGITS_PIXELS);
  for (gsize copy = 0; copy < choice->copies; copy++)
    digits_expand_image (choice->expansion, seed, image, (int) copy, pixels,
                         images + copy * DIGITS_PIXELS);
  return nn_rows_append (rows, images, choice->copies);
}

/* The images of the choice and their copies: labels[n · copies]. */
static gboolean
append_images (NnRows *rows, guint8 *labels, const Choice *choice, Preparation *preparation,
               GError **error)
{
  guint64 seed = (guint64) preparation->hyper_parameters->seed;
  gsize n = choice->n * choice->copies, done = 0;
  for (gsize i = 0; done < n; i++) {
    if (!is_taken (choice, i))
      continue;
    const guint8 *pixels = choice->part.pixels + i * (gsize) rows->n_in;
    if (append (rows, choice, pixels, i, seed) != NN_OK)
      return fail (error, NABLA_ERROR_INTERNAL, nn_status_message (NN_ERROR_MEMORY));
    memset (labels + done, choice->part.labels[i], choice->copies);
    done += choice->copies;
    if (!go_on (preparation, error))
      return FALSE;
  }
  return TRUE;
}

/* The first synthesized drawings of the seed that show the choice's digits, so many at once as keep
 * all cores busy: labels[drawn]. */
static gboolean
append_drawings (NnRows *rows, guint8 *labels, const Choice *choice, Preparation *preparation,
                 GError **error)
{
  guint64 seed = (guint64) preparation->hyper_parameters->seed, index = 0;
  int n_threads = (int) g_get_num_processors ();
  gsize at_once = MIN (DRAWN_AT_ONCE * (gsize) n_threads, choice->drawn);
  g_autofree guint64 *indices = g_new (guint64, at_once);
  g_autofree guint8 *pixels = g_malloc (at_once * DIGITS_PIXELS);
  for (gsize done = 0, n; done < choice->drawn; done += n) {
    for (n = 0; n < MIN (at_once, choice->drawn - done); index++)
      if (takes_digit (choice, (guint8) digits_synthesizer_label (seed, index)))
        indices[n++] = index;
    if (digits_drawn_images (seed, indices, n, pixels, labels + done, n_threads) < 0 ||
        nn_rows_append (rows, pixels, n) != NN_OK)
      return fail (error, NABLA_ERROR_INTERNAL, nn_status_message (NN_ERROR_MEMORY));
    for (gsize i = 0; i < n; i++)
      if (!go_on (preparation, error))
        return FALSE;
  }
  return TRUE;
}

/* One's own drawings, numbered after the part's images each time anew: labels[taken · copies]. */
static gboolean
append_own (NnRows *rows, guint8 *labels, const Choice *choice, const DigitsImages *own,
            Preparation *preparation, GError **error)
{
  guint64 seed = (guint64) preparation->hyper_parameters->seed;
  for (gsize time = 0; time < choice->taken; time++) {
    gsize at = own_at (choice, time);
    const guint8 *pixels = own->pixels + at * DIGITS_PIXELS;
    if (append (rows, choice, pixels, choice->part.n + time, seed) != NN_OK)
      return fail (error, NABLA_ERROR_INTERNAL, nn_status_message (NN_ERROR_MEMORY));
    memset (labels + time * choice->copies, own->labels[at], choice->copies);
    if (!go_on (preparation, error))
      return FALSE;
  }
  return TRUE;
}

/* Rows and labels of a part of its own. */
static gboolean
make_part (NablaTrainingData *self, DigitsPartKind kind, const Choice *choice,
           Preparation *preparation, GError **error)
{
  gsize of_set = choice->n * choice->copies, others = of_set + choice->drawn;
  gsize n = others + choice->taken * choice->copies;
  NnSamples *samples = &self->samples[kind];
  NnRows *rows = nn_rows_new (samples->n_in, n, NULL);
  guint8 *labels = g_try_malloc (n);
  self->rows[kind] = rows;
  self->labels[kind] = labels;
  if (rows == NULL || labels == NULL)
    return fail (error, NABLA_ERROR_INTERNAL, nn_status_message (NN_ERROR_MEMORY));
  if (!append_images (rows, labels, choice, preparation, error) ||
      !append_drawings (rows, labels + of_set, choice, preparation, error) ||
      !append_own (rows, labels + others, choice, nabla_data_set_get_own (self->data_set),
                   preparation, error))
    return FALSE;
  nn_rows_trim (rows);
  samples->n = n;
  samples->pixels = NULL;
  samples->rows = rows;
  samples->labels = labels;
  return TRUE;
}

/* Not more images than a data set may have: each time that a drawing is taken needs memory. */
static gboolean
check_own (const Choice *training, const NablaHyperParameters *hyper_parameters, GError **error)
{
  if (!(hyper_parameters->own_share > 0))
    return TRUE;
  if (training->n_own == 0) {
    g_autofree char *digits =
        nabla_parameter_get_text (nabla_parameter_find ("digits"), hyper_parameters);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 "none of your own drawings shows one of the digits %s: leave own-share at 0, or "
                 "choose other digits",
                 digits);
    return FALSE;
  }
  if ((training->n + training->taken) * training->copies + training->drawn <= DIGITS_MAX_IMAGES)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
               "an epoch would have more than %u images: make own-share smaller",
               DIGITS_MAX_IMAGES);
  return FALSE;
}

static gboolean
check_choice (const Choice *training, const NablaHyperParameters *hyper_parameters, GError **error)
{
  if (training->n == 0) {
    g_autofree char *digits =
        nabla_parameter_get_text (nabla_parameter_find ("digits"), hyper_parameters);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 "the data set has no training image of the digits %s", digits);
    return FALSE;
  }
  if (training->part.width != DIGITS_SIDE || training->part.height != DIGITS_SIDE) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 "the data set's images have %d×%d pixels; networks are trained on 28×28",
                 training->part.width, training->part.height);
    return FALSE;
  }
  return check_own (training, hyper_parameters, error);
}

static gboolean
prepare (NablaTrainingData *self, const gsize limits[DIGITS_N_PARTS],
         Choice choices[DIGITS_N_PARTS], Preparation *preparation, GError **error)
{
  const NablaHyperParameters *hyper_parameters = preparation->hyper_parameters;
  gboolean own[DIGITS_N_PARTS];
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    Choice *choice = &choices[part];
    *choice = choose (self->data_set, (DigitsPartKind) part, hyper_parameters, limits[part]);
    own[part] = choice->digits != NABLA_ALL_DIGITS || choice->copies > 1 || choice->drawn > 0 ||
                choice->taken > 0;
    preparation->total += own[part] ? choice->n + choice->drawn + choice->taken : 0;
  }
  if (!check_choice (&choices[DIGITS_TRAINING], hyper_parameters, error))
    return FALSE;
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    NnSamples *samples = &self->samples[part];
    *samples = nabla_data_set_get_samples (self->data_set, (DigitsPartKind) part, limits[part]);
    samples->n_out = (int) hyper_parameters->layers[hyper_parameters->n_layers - 1];
    samples->encoding = (NnEncoding) hyper_parameters->encoding;
    if (own[part] && !make_part (self, (DigitsPartKind) part, &choices[part], preparation, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
nabla_training_data_check (NablaDataSet *data_set, const NablaHyperParameters *hyper_parameters,
                           GError **error)
{
  if (!(hyper_parameters->own_share > 0) || nabla_data_set_get_n_own (data_set) > 0)
    return TRUE;
  return fail (error, NABLA_ERROR_USAGE,
               _ ("there are no drawings of your own to train on: correct or approve some where "
                  "you draw, or leave the share of own drawings at 0"));
}

gsize
nabla_training_data_count_taken (NablaDataSet *data_set,
                                 const NablaHyperParameters *hyper_parameters)
{
  gsize n = nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;

  return hyper_parameters->train_size > 0 ? MIN (n, (gsize) hyper_parameters->train_size) : n;
}

double
nabla_training_data_count_images (NablaDataSet *data_set,
                                  const NablaHyperParameters *hyper_parameters)
{
  double copies = (double) digits_expand_copies ((DigitsExpansion) hyper_parameters->expand);
  double own = hyper_parameters->own_share / (1 - hyper_parameters->own_share) *
               (1 + hyper_parameters->drawings) * copies;

  return (double) nabla_training_data_count_taken (data_set, hyper_parameters) *
         (copies + hyper_parameters->drawings + own);
}

NablaTrainingData *
nabla_training_data_new (NablaDataSet *data_set, const NablaHyperParameters *hyper_parameters,
                         gsize validation_images, const NablaPreparationWatch *watch,
                         GError **error)
{
  static const NablaPreparationWatch nobody;
  g_autoptr (NablaTrainingData) self = g_new0 (NablaTrainingData, 1);
  const gsize limits[DIGITS_N_PARTS] = {
    [DIGITS_TRAINING] = (gsize) hyper_parameters->train_size,
    [DIGITS_VALIDATION] = validation_images,
  };
  Choice choices[DIGITS_N_PARTS] = { 0 };
  Preparation preparation = { .hyper_parameters = hyper_parameters,
                              .watch = watch != NULL ? watch : &nobody };
  self->data_set = g_object_ref (data_set);
  if (!nabla_training_data_check (data_set, hyper_parameters, error))
    return NULL;
  gboolean prepared = prepare (self, limits, choices, &preparation, error);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    g_free (choices[part].own);
  return prepared ? g_steal_pointer (&self) : NULL;
}

void
nabla_training_data_free (NablaTrainingData *data)
{
  if (data == NULL)
    return;
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    nn_rows_unref (data->rows[part]);
    g_free (data->labels[part]);
  }
  g_object_unref (data->data_set);
  g_free (data);
}

const NnSamples *
nabla_training_data_get (const NablaTrainingData *data, DigitsPartKind part)
{
  return &data->samples[part];
}
