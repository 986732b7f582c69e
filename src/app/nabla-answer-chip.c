/* SPDX-License-Identifier: MIT */
#include "app/nabla-answer-chip.h"

#include "app/nabla-probability-bars.h"
#include "app/nabla-run-colors.h"
#include "lab/nabla-probabilities.h"

#include <glib/gi18n.h>

struct _NablaAnswerChip {
  GtkWidget parent_instance;

  GtkWidget *swatch;
  GtkLabel *name_label;
  GtkLabel *digit_label;
  GtkLabel *sure_label;

  NablaRun *run;
  NnNetwork *network; /* the newest, NULL before the first */
  gboolean stale;     /* the run may have a newer one */
  guint number;       /* of the network, from 1 */
  int epoch;
  float *activations;
  gsize n_activations;
  double probabilities[NABLA_N_DIGITS];
  int digit; /* −1 for no answer */
};

G_DEFINE_FINAL_TYPE (NablaAnswerChip, nabla_answer_chip, GTK_TYPE_WIDGET)

enum { STALE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_text (GtkLabel *label, const char *text)
{
  if (strcmp (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
show_answer (NablaAnswerChip *self)
{
  const char *name = nabla_run_get_name (self->run);
  gboolean silent = self->digit < 0;
  int percent = silent ? 0 : (int) (100 * self->probabilities[self->digit] + 0.5);
  g_autofree char *digit = silent ? g_strdup ("–") : g_strdup_printf ("%d", self->digit);
  /* Translators: a probability in per cent */
  g_autofree char *sure = silent ? g_strdup ("") : g_strdup_printf (_ ("%d %%"), percent);
  /* Translators: a run's name and the digit that it reads */
  g_autofree char *text =
      silent ? g_strdup_printf (_ ("%s has no answer"), name)
             : g_strdup_printf (_ ("%s reads a %d (%d %% sure)"), name, self->digit, percent);

  set_text (self->name_label, name);
  set_text (self->digit_label, digit);
  set_text (self->sure_label, sure);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self)), text) != 0) {
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  }
}

static void
show_run (NablaAnswerChip *self)
{
  nabla_run_colors_apply (self->swatch, nabla_run_get_color (self->run));
  gtk_widget_set_visible (GTK_WIDGET (self), nabla_run_get_shown (self->run));
  show_answer (self);
  g_signal_emit (self, signals[STALE], 0);
}

static void
run_has_snapshot (NablaAnswerChip *self)
{
  self->stale = TRUE;
  g_signal_emit (self, signals[STALE], 0);
}

static void
take_network (NablaAnswerChip *self)
{
  gsize n;

  if (!self->stale)
    return;
  self->stale = FALSE;
  self->number++;
  nn_network_unref (self->network);
  self->network = nabla_run_ref_snapshot (self->run);
  self->epoch = nabla_run_get_snapshot_epoch (self->run);
  n = self->network != NULL ? nn_network_n_units (self->network) : 0;
  if (n > self->n_activations) {
    self->activations = g_renew (float, self->activations, n);
    self->n_activations = n;
  }
}

static void
nabla_answer_chip_dispose (GObject *object)
{
  NablaAnswerChip *self = NABLA_ANSWER_CHIP (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->network, nn_network_unref);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (nabla_answer_chip_parent_class)->dispose (object);
}

static void
nabla_answer_chip_finalize (GObject *object)
{
  g_free (NABLA_ANSWER_CHIP (object)->activations);
  G_OBJECT_CLASS (nabla_answer_chip_parent_class)->finalize (object);
}

static void
nabla_answer_chip_class_init (NablaAnswerChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_answer_chip_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_answer_chip_finalize;
  signals[STALE] = g_signal_new ("stale", NABLA_TYPE_ANSWER_CHIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "answerchip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-answer-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaAnswerChip, swatch);
  gtk_widget_class_bind_template_child (widget_class, NablaAnswerChip, digit_label);
  gtk_widget_class_bind_template_child (widget_class, NablaAnswerChip, name_label);
  gtk_widget_class_bind_template_child (widget_class, NablaAnswerChip, sure_label);
}

static void
nabla_answer_chip_init (NablaAnswerChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->digit = -1;
  self->stale = TRUE;
}

GtkWidget *
nabla_answer_chip_new (NablaRun *run)
{
  NablaAnswerChip *self = g_object_new (NABLA_TYPE_ANSWER_CHIP, NULL);
  const char *const shown[] = { "notify::name", "notify::color", "notify::shown" };

  self->run = g_object_ref (run);
  g_signal_connect_object (run, "snapshot", G_CALLBACK (run_has_snapshot), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "finished", G_CALLBACK (run_has_snapshot), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    g_signal_connect_object (run, shown[i], G_CALLBACK (show_run), self, G_CONNECT_SWAPPED);
  show_run (self);
  return GTK_WIDGET (self);
}

NablaRun *
nabla_answer_chip_get_run (NablaAnswerChip *self)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), NULL);

  return self->run;
}

void
nabla_answer_chip_set_compact (NablaAnswerChip *self, gboolean compact)
{
  g_return_if_fail (NABLA_IS_ANSWER_CHIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self->name_label), !compact);
}

gboolean
nabla_answer_chip_has_network (NablaAnswerChip *self)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), FALSE);

  take_network (self);
  return self->network != NULL;
}

/* A network of another shape, such as one with two outputs, has no opinion on the ten digits. */
static gboolean
network_reads_digits (const NnNetwork *network)
{
  NnEncoding encoding;
  return network != NULL && network->sizes[0] == DIGITS_PIXELS &&
         nabla_encoding_of_outputs (network->sizes[network->n_layers], &encoding);
}

/* How sure the network is of each digit; which one it means. */
static int
read_outputs (NablaAnswerChip *self, double *probabilities)
{
  const NnNetwork *network = self->network;
  int n_out = network->sizes[network->n_layers], digit = 0;
  NnEncoding encoding;

  nabla_encoding_of_outputs (n_out, &encoding);
  nabla_digit_probabilities (network->output, encoding,
                             self->activations + nn_network_n_units (network) - n_out, n_out,
                             probabilities);
  for (int i = 1; i < NABLA_N_DIGITS; i++)
    if (probabilities[i] > probabilities[digit])
      digit = i;
  return digit;
}

int
nabla_answer_chip_read (NablaAnswerChip *self, const float *input, double *probabilities)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), -1);

  take_network (self);
  if (!network_reads_digits (self->network) ||
      nn_network_feed_forward (self->network, input, self->activations) != NN_OK)
    return -1;
  return read_outputs (self, probabilities);
}

int
nabla_answer_chip_ask (NablaAnswerChip *self, const float *input)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), -1);

  take_network (self);
  memset (self->probabilities, 0, sizeof self->probabilities);
  self->digit = input != NULL ? nabla_answer_chip_read (self, input, self->probabilities) : -1;
  show_answer (self);
  return self->digit;
}

guint
nabla_answer_chip_get_network_number (NablaAnswerChip *self)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), 0);

  take_network (self);
  return self->number;
}

const double *
nabla_answer_chip_get_probabilities (NablaAnswerChip *self)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), NULL);

  return self->probabilities;
}

int
nabla_answer_chip_get_epoch (NablaAnswerChip *self)
{
  g_return_val_if_fail (NABLA_IS_ANSWER_CHIP (self), 0);

  return self->epoch;
}
