/* SPDX-License-Identifier: MIT */
#include "lab/nabla-nudge.h"

#include "lab/nabla-saliency.h"
#include "nn/nn-input-gradient.h"

#include <math.h>
#include <string.h>

#define N_STEPS       4          /* of a walk: the gradient is taken anew after each */
#define N_RIVALS      3          /* digits that are walked towards */
#define PRECISION     (1.0 / 64) /* of ε */
#define FIRST_STEP    (1.0 / 16) /* of ε, likewise */
#define FIRST_EPSILON (1.0 / 256)

/* A digit that the image could be taken for instead. */
typedef struct {
  int digit;
  double estimate; /* ε by first order; more than 1 where it leads nowhere */
  float factors[NABLA_N_DIGITS];
} Rival;

typedef struct {
  const NnNetwork *network;
  const float *input;
  NnEncoding encoding;
  gsize n_in;
  int digit;                    /* the answer */
  float *image;                 /* [n_in] where a walk is */
  float *gradient;              /* [n_in] */
  float *activations;           /* as nn_network_feed_forward wants them */
  Rival rivals[NABLA_N_DIGITS]; /* nearest first */
  int n_rivals;
  NablaNudge *best;
  GCancellable *cancellable;
} Search;

static gboolean
check_status (NnStatus status, GError **error)
{
  if (status != NN_OK)
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, nn_status_message (status));
  return status == NN_OK;
}

/* What the network takes an image for. */
static gboolean
answer (Search *search, const float *image, int *digit, GError **error)
{
  const NnNetwork *network = search->network;
  int n_out = network->sizes[network->n_layers];
  const float *outputs = search->activations + nn_network_n_units (network) - n_out;
  if (!check_status (nn_network_feed_forward (network, image, search->activations), error))
    return FALSE;
  *digit = nn_encoding_label (search->encoding, network->output, outputs, n_out);
  return TRUE;
}

/* The smallest ε with which Σ |g_i| min (ε, room_i) closes the gap, where room_i is what pixel i
 * can move in the direction of its gradient. */
static double
estimate (const Search *search, double gap)
{
  double low = 0.0, high = 1.0;
  while (high - low > PRECISION * high && high > FIRST_EPSILON * PRECISION) {
    double middle = 0.5 * (low + high), gain = 0.0;
    for (gsize i = 0; i < search->n_in; i++) {
      double slope = (double) search->gradient[i], x = (double) search->input[i];
      gain += fabs (slope) * MIN (middle, slope > 0.0 ? 1.0 - x : x);
    }
    if (gain < gap)
      low = middle;
    else
      high = middle;
  }
  return high < 1.0 ? high : 2.0;
}

static gboolean
find_rivals (Search *search, GError **error)
{
  int n_out = search->network->sizes[search->network->n_layers];
  float own[NABLA_N_DIGITS], z[NABLA_N_DIGITS];
  nabla_saliency_factors (search->encoding, search->digit, n_out, own);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    Rival rival = { .digit = digit };
    double gap = 0.0;
    int at = search->n_rivals;
    if (digit == search->digit)
      continue;
    nabla_saliency_factors (search->encoding, digit, n_out, rival.factors);
    for (int j = 0; j < n_out; j++)
      rival.factors[j] -= own[j];
    if (!check_status (nn_input_gradient_of_units (search->network, search->input, rival.factors,
                                                   NN_KERNEL_AUTO, z, search->gradient),
                       error))
      return FALSE;
    for (int j = 0; j < n_out; j++)
      gap -= (double) (rival.factors[j] * z[j]);
    rival.estimate = estimate (search, gap);
    for (; at > 0 && search->rivals[at - 1].estimate > rival.estimate; at--)
      search->rivals[at] = search->rivals[at - 1];
    search->rivals[at] = rival;
    search->n_rivals++;
  }
  return TRUE;
}

/* Keeps the image that the walk has led to. */
static void
keep (Search *search, int digit)
{
  NablaNudge *best = search->best;
  best->new_digit = digit;
  best->epsilon = 0.0;
  for (gsize i = 0; i < search->n_in; i++)
    best->epsilon =
        fmax (best->epsilon, fabs ((double) search->image[i] - (double) search->input[i]));
  memcpy (best->image, search->image, search->n_in * sizeof *search->image);
}

/* Walks by ε towards a rival; *changed: the answer is another one, and the image is kept. */
static gboolean
walk (Search *search, const Rival *rival, double epsilon, gboolean *changed, GError **error)
{
  float step = (float) (epsilon / N_STEPS);
  int digit;
  memcpy (search->image, search->input, search->n_in * sizeof *search->image);
  for (int s = 0; s < N_STEPS; s++) {
    if (!check_status (nn_input_gradient_of_units (search->network, search->image, rival->factors,
                                                   NN_KERNEL_AUTO, NULL, search->gradient),
                       error))
      return FALSE;
    for (gsize i = 0; i < search->n_in; i++) {
      float slope = search->gradient[i];
      float x = search->image[i] + (slope > 0.0f ? step : slope < 0.0f ? -step : 0.0f);
      search->image[i] = CLAMP (x, 0.0f, 1.0f);
    }
  }
  if (g_cancellable_set_error_if_cancelled (search->cancellable, error) ||
      !answer (search, search->image, &digit, error))
    return FALSE;
  *changed = digit != search->digit;
  if (*changed)
    keep (search, digit);
  return TRUE;
}

/* `high` changes the answer: goes down by steps that double until one changes nothing, then halves
 * what is between. */
static gboolean
narrow (Search *search, const Rival *rival, double low, double high, GError **error)
{
  gboolean changed = TRUE;
  for (double part = FIRST_STEP; changed && high * (1.0 - part) > low; part *= 2.0) {
    double epsilon = high * (1.0 - part);
    if (!walk (search, rival, epsilon, &changed, error))
      return FALSE;
    *(changed ? &high : &low) = epsilon;
  }
  while (high - low > PRECISION * high) {
    double middle = 0.5 * (low + high);
    if (!walk (search, rival, middle, &changed, error))
      return FALSE;
    *(changed ? &high : &low) = middle;
  }
  return TRUE;
}

/* From what first order says up by steps that double until the answer changes. */
static gboolean
walk_towards (Search *search, const Rival *rival, GError **error)
{
  double epsilon = CLAMP (rival->estimate, FIRST_EPSILON, 1.0), low = 0.0;
  gboolean changed = FALSE;
  for (double part = FIRST_STEP;; part *= 2.0) {
    if (!walk (search, rival, epsilon, &changed, error))
      return FALSE;
    if (changed)
      return narrow (search, rival, low, epsilon, error);
    if (epsilon >= 1.0)
      return TRUE;
    low = epsilon;
    epsilon = fmin (epsilon * (1.0 + part), 1.0);
  }
}

/* The same where an ε is known already: only if this rival betters it. */
static gboolean
better (Search *search, const Rival *rival, GError **error)
{
  double epsilon = search->best->epsilon * (1.0 - PRECISION);
  gboolean changed;
  return walk (search, rival, epsilon, &changed, error) &&
         (!changed || narrow (search, rival, 0.0, epsilon, error));
}

static gboolean
find (Search *search, GError **error)
{
  if (!answer (search, search->input, &search->digit, error) || !find_rivals (search, error))
    return FALSE;
  search->best->digit = search->digit;
  for (int r = 0; r < search->n_rivals; r++) {
    gboolean is_found = search->best->new_digit >= 0;
    if (is_found && r >= N_RIVALS && search->encoding == NN_ENCODING_ONE_HOT)
      break; /* of codes first order says less: which digit is near depends on every bit */
    if (!(is_found ? better : walk_towards) (search, &search->rivals[r], error))
      return FALSE;
  }
  return TRUE;
}

void
nabla_nudge_free (NablaNudge *nudge)
{
  if (nudge == NULL)
    return;
  g_free (nudge->image);
  g_free (nudge);
}

NablaNudge *
nabla_nudge_find (const NnNetwork *network, const float *input, GCancellable *cancellable,
                  GError **error)
{
  gsize n_in = (gsize) network->sizes[0];
  g_autoptr (NablaNudge) nudge = g_new (NablaNudge, 1);
  g_autofree float *image = g_new (float, n_in), *gradient = g_new (float, n_in);
  g_autofree float *activations = g_new (float, nn_network_n_units (network));
  Search search = { .network = network,
                    .input = input,
                    .n_in = n_in,
                    .image = image,
                    .gradient = gradient,
                    .activations = activations,
                    .best = nudge,
                    .cancellable = cancellable };
  *nudge = (NablaNudge){ -1, -1, NAN, n_in, g_memdup2 (input, n_in * sizeof *input) };
  if (!nabla_encoding_of_outputs (network->sizes[network->n_layers], &search.encoding)) {
    check_status (NN_ERROR_SHAPE, error);
    return NULL;
  }
  return find (&search, error) ? g_steal_pointer (&nudge) : NULL;
}

typedef struct {
  NnNetwork *network;
  float *input;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;
  nn_network_unref (question->network);
  g_free (question->input);
  g_free (question);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  NablaNudge *nudge = nabla_nudge_find (question->network, question->input, cancellable, &error);
  if (nudge != NULL)
    g_task_return_pointer (task, nudge, (GDestroyNotify) nabla_nudge_free);
  else
    g_task_return_error (task, error);
}

void
nabla_nudge_find_async (NnNetwork *network, const float *input, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Question *question = g_new (Question, 1);
  question->network = nn_network_ref (network);
  question->input = g_memdup2 (input, (gsize) network->sizes[0] * sizeof *input);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, work);
}

NablaNudge *
nabla_nudge_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
