/* SPDX-License-Identifier: MIT */
#include "app/nabla-compare-dialog.h"

#include "app/nabla-preset-row.h"
#include "app/nabla-refusal.h"
#include "lab/nabla-preset.h"
#include "lab/nabla-sweep.h"
#include "lab/nabla-vary-suggestion.h"

#include <glib/gi18n.h>
#include <string.h>

struct _NablaCompareDialog {
  AdwWindow parent_instance;

  GtkDropDown *what; /* `parameters`, then `groups` */
  GtkWidget *values_row;
  GtkEditable *values;
  GtkLabel *values_hint;
  GtkWidget *book_row;
  GtkLabel *book;
  GtkWidget *second_row;
  GtkDropDown *second; /* nothing else, then `others` */
  GtkWidget *second_values_row;
  GtkEditable *second_values;
  GtkLabel *second_hint;
  GtkSpinButton *seeds;
  GtkWidget *cull_row;
  GtkSwitch *cull;
  GtkLabel *summary;
  GtkButton *train_button;

  NablaWorkbench *workbench;
  NablaHyperParameters base;
  GPtrArray *parameters; /* of const NablaParameter */
  GPtrArray *others;     /* those of them that are not chosen first */
  gboolean filling;      /* the second menu: nobody has chosen from it */
  GPtrArray *groups;     /* of const NablaPreset: the first of each group of the book */
  GArray *set_ups;       /* NULL while they are refused */
};

enum { TRAIN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaCompareDialog, nabla_compare_dialog, ADW_TYPE_WINDOW)

static const NablaParameter *
first_parameter (NablaCompareDialog *self)
{
  guint i = gtk_drop_down_get_selected (self->what);

  return i < self->parameters->len ? g_ptr_array_index (self->parameters, i) : NULL;
}

static const NablaParameter *
second_parameter (NablaCompareDialog *self)
{
  guint i = gtk_drop_down_get_selected (self->second);

  return first_parameter (self) != NULL && i > 0 && i <= self->others->len
             ? g_ptr_array_index (self->others, i - 1)
             : NULL;
}

/* The first preset of the chosen group, or NULL. */
static const NablaPreset *
chosen_group (NablaCompareDialog *self)
{
  guint i = gtk_drop_down_get_selected (self->what);

  return i >= self->parameters->len && i < self->parameters->len + self->groups->len
             ? g_ptr_array_index (self->groups, i - self->parameters->len)
             : NULL;
}

/* Blanks are for people: "0.025, 0.25". */
static gboolean
read_values (const NablaParameter *parameter, GtkEditable *editable, GArray *varies, GError **error)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (editable));
  g_autofree char *request = NULL;
  NablaVary vary = { 0 };
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    if (!g_ascii_isspace (*from))
      *to++ = *from;
  *to = '\0';
  while (to > text && (to[-1] == ',' || to[-1] == ';')) /* one more is being typed */
    *--to = '\0';
  if (*text == '\0') {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE, _ ("%s: which values?"),
                 _ (parameter->term));
    return FALSE;
  }
  request = g_strdup_printf ("%s=%s", parameter->key, text);
  if (!nabla_vary_parse (request, &vary, error))
    return FALSE;
  g_array_append_val (varies, vary);
  return TRUE;
}

static void
clear_vary (gpointer vary)
{
  nabla_vary_clear (vary);
}

static GArray *
expand_values (NablaCompareDialog *self, int n_seeds, GError **error)
{
  const NablaParameter *first = first_parameter (self), *second = second_parameter (self);
  g_autoptr (GArray) varies = g_array_new (FALSE, FALSE, sizeof (NablaVary));

  g_array_set_clear_func (varies, clear_vary);
  if (!read_values (first, self->values, varies, error) ||
      (second != NULL && !read_values (second, self->second_values, varies, error)))
    return NULL;
  return nabla_sweep_expand (&self->base, (const NablaVary *) (const void *) varies->data,
                             varies->len, n_seeds, error);
}

/* The presets of a group, each with the seeds. */
static GArray *
expand_group (const NablaPreset *first, int n_seeds, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (NablaHyperParameters));
  gsize n;
  const NablaPreset *presets = nabla_presets_of_group (first->group, &n);

  for (gsize i = 0; i < n; i++) {
    NablaHyperParameters base = nabla_preset_get_hyper_parameters (&presets[i]);
    g_autoptr (GArray) one = nabla_sweep_expand (&base, NULL, 0, n_seeds, error);

    if (one == NULL)
      return NULL;
    g_array_append_vals (all, one->data, one->len);
  }
  return g_steal_pointer (&all);
}

static GArray *
expand (NablaCompareDialog *self, GError **error)
{
  int n_seeds = gtk_spin_button_get_value_as_int (self->seeds);
  const NablaPreset *group = chosen_group (self);
  g_autoptr (GArray) set_ups =
      group != NULL ? expand_group (group, n_seeds, error) : expand_values (self, n_seeds, error);

  if (set_ups == NULL)
    return NULL;
  if (set_ups->len > NABLA_MAX_COMPARED_RUNS) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 _ ("These would be %u runs, of which the window shows %d at most; nabla-cli sweep "
                    "trains as many as you like"),
                 set_ups->len, NABLA_MAX_COMPARED_RUNS);
    return NULL;
  }
  return g_steal_pointer (&set_ups);
}

static char *
duration_text (double seconds)
{
  /* A count of this kind is never exact: in steps that do not pretend so. */
  if (seconds < 1.5)
    return g_strdup (_ ("about a second"));
  if (seconds < 10)
    return g_strdup_printf (_ ("about %d s"), (int) (seconds + 0.5));
  if (seconds < 100)
    return g_strdup_printf (_ ("about %d s"), 5 * (int) (seconds / 5 + 0.5));
  if (seconds < 5400)
    return g_strdup_printf (_ ("about %d min"), (int) (seconds / 60 + 0.5));
  return g_strdup_printf (_ ("about %d h"), (int) (seconds / 3600 + 0.5));
}

static char *
runs_text (guint n)
{
  return g_strdup_printf (g_dngettext (NULL, "%u run", "%u runs", n), n);
}

static char *
summary_text (NablaCompareDialog *self)
{
  const NablaHyperParameters *set_ups =
      (const NablaHyperParameters *) (const void *) self->set_ups->data;
  double seconds = nabla_workbench_estimate_seconds (self->workbench, set_ups, self->set_ups->len);
  g_autofree char *runs = runs_text (self->set_ups->len);
  g_autofree char *duration = duration_text (seconds);

  if (seconds <= 0)
    return g_steal_pointer (&runs);
  if (nabla_workbench_get_busy (self->workbench))
    /* Translators: as in "3 runs, about 20 s, with those under way". */
    return g_strdup_printf (_ ("%s, %s, with those under way"), runs, duration);
  return g_strdup_printf (_ ("%s, %s"), runs, duration);
}

/* Says what would be trained, or why nothing can be. */
static void
update (NablaCompareDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *runs = NULL;
  g_autofree char *button = NULL;

  if (self->workbench == NULL)
    return;
  g_clear_pointer (&self->set_ups, g_array_unref);
  self->set_ups = expand (self, &error);
  summary = self->set_ups != NULL ? summary_text (self) : nabla_refusal_for_people (error->message);
  if (self->set_ups != NULL) {
    runs = runs_text (self->set_ups->len);
    button = g_strdup_printf (_ ("Train %s"), runs);
    gtk_widget_remove_css_class (GTK_WIDGET (self->summary), "error");
    /* The rule compares each run with three others at least. */
    gtk_widget_set_sensitive (self->cull_row, self->set_ups->len > 3);
  } else {
    gtk_widget_add_css_class (GTK_WIDGET (self->summary), "error");
  }
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary), summary);
  gtk_button_set_label (self->train_button, button != NULL ? button : _ ("Train"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->train_button), self->set_ups != NULL);
}

static const char *
hint (const NablaParameter *parameter)
{
  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS:
  case NABLA_PARAMETER_DIGITS:
    return _ ("With semicolons between, as in 784,30,10; 784,100,10");
  case NABLA_PARAMETER_NUMBER:
  case NABLA_PARAMETER_COUNT:
    if (parameter->logarithmic)
      return _ ("A list, or a range: 0.001..1:7 is seven values, each by the same factor larger");
    return _ ("A list, or a range: FIRST..LAST:5 is five values, evenly spaced");
  case NABLA_PARAMETER_CHOICE:
  case NABLA_PARAMETER_FLAG:
  case NABLA_PARAMETER_SCHEDULE:
  default:
    return _ ("A list with commas between");
  }
}

static void
suggest (NablaCompareDialog *self, const NablaParameter *parameter, GtkEditable *values,
         GtkLabel *label)
{
  g_autofree char *suggestion = nabla_vary_suggestion (parameter, &self->base);

  gtk_editable_set_text (values, suggestion);
  gtk_label_set_text (label, hint (parameter));
  gtk_accessible_update_property (GTK_ACCESSIBLE (values), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  hint (parameter), -1);
}

/* What the group's members are called, and that they are whole set-ups. */
static char *
book_text (const NablaPreset *first)
{
  gsize n;
  const NablaPreset *presets = nabla_presets_of_group (first->group, &n);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", _ (presets[i].title));
  return g_string_free (text, FALSE);
}

static void
add_titles (const GPtrArray *parameters, GtkStringList *titles)
{
  for (guint i = 0; i < parameters->len; i++) {
    const NablaParameter *parameter = g_ptr_array_index (parameters, i);
    g_autofree char *title =
        *parameter->symbol != '\0'
            ? g_strdup_printf ("%s  %s", parameter->symbol, _ (parameter->term))
            : g_strdup (_ (parameter->term));

    gtk_string_list_append (titles, title);
  }
}

/* What is compared first is varied already. What was chosen second stays where it can. */
static void
fill_second (NablaCompareDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  const NablaParameter *before = second_parameter (self), *first = first_parameter (self);
  guint place;

  g_ptr_array_set_size (self->others, 0);
  for (guint i = 0; i < self->parameters->len; i++)
    if (self->parameters->pdata[i] != first)
      g_ptr_array_add (self->others, self->parameters->pdata[i]);
  gtk_string_list_append (titles, _ ("nothing else"));
  add_titles (self->others, titles);
  self->filling = TRUE;
  gtk_drop_down_set_model (self->second, G_LIST_MODEL (titles));
  if (before != NULL && g_ptr_array_find (self->others, before, &place))
    gtk_drop_down_set_selected (self->second, place + 1);
  self->filling = FALSE;
}

static void
on_what_chosen (NablaCompareDialog *self)
{
  const NablaParameter *parameter = first_parameter (self);
  const NablaPreset *group = chosen_group (self);

  if (self->workbench == NULL)
    return;
  fill_second (self);
  gtk_widget_set_visible (self->values_row, parameter != NULL);
  gtk_widget_set_visible (self->book_row, group != NULL);
  gtk_widget_set_visible (self->second_row, parameter != NULL);
  gtk_widget_set_visible (self->second_values_row, second_parameter (self) != NULL);
  if (parameter != NULL) {
    suggest (self, parameter, self->values, self->values_hint);
    gtk_widget_grab_focus (GTK_WIDGET (self->values)); /* selects them: typing replaces */
  } else if (group != NULL) {
    g_autofree char *text = book_text (group);

    gtk_label_set_text (self->book, text);
  }
  update (self);
}

static void
on_second_chosen (NablaCompareDialog *self)
{
  const NablaParameter *parameter = second_parameter (self);

  if (self->workbench == NULL || self->filling)
    return;
  gtk_widget_set_visible (self->second_values_row, parameter != NULL);
  if (parameter != NULL) {
    suggest (self, parameter, self->second_values, self->second_hint);
    gtk_widget_grab_focus (GTK_WIDGET (self->second_values));
  }
  update (self);
}

static void
on_train (NablaCompareDialog *self)
{
  if (self->set_ups == NULL)
    return;
  g_signal_emit (self, signals[TRAIN], 0);
  gtk_window_close (GTK_WINDOW (self));
}

/* Those that can be written as a list in a line; the seed has a field of its own. The learning rate
 * comes first: it is what most people want to compare. */
static void
list_parameters (NablaCompareDialog *self)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);

  g_ptr_array_add (self->parameters, (gpointer) nabla_parameter_find ("learning_rate"));
  for (gsize i = 0; i < n; i++)
    if (!g_str_equal (table[i].key, "learning_rate") && !g_str_equal (table[i].key, "seed") &&
        table[i].kind != NABLA_PARAMETER_DIGITS)
      g_ptr_array_add (self->parameters, (gpointer) &table[i]);
}

static void
list_groups (NablaCompareDialog *self)
{
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  const char *last = NULL;

  for (gsize i = 0; i < n; i++) {
    if (presets[i].group != NULL && g_strcmp0 (presets[i].group, last) != 0)
      g_ptr_array_add (self->groups, (gpointer) &presets[i]);
    last = presets[i].group;
  }
}

static void
fill_first (NablaCompareDialog *self)
{
  g_autoptr (GtkStringList) what = gtk_string_list_new (NULL);

  add_titles (self->parameters, what);
  for (guint i = 0; i < self->groups->len; i++) {
    const NablaPreset *preset = g_ptr_array_index (self->groups, i);
    const char *title = nabla_preset_row_get_group_title (preset->group);
    g_autofree char *line =
        g_strdup_printf (_ ("From the book: %s"), title != NULL ? title : preset->group);

    gtk_string_list_append (what, line);
  }
  gtk_drop_down_set_model (self->what, G_LIST_MODEL (what));
}

static void
nabla_compare_dialog_finalize (GObject *object)
{
  NablaCompareDialog *self = NABLA_COMPARE_DIALOG (object);

  g_clear_object (&self->workbench);
  g_clear_pointer (&self->set_ups, g_array_unref);
  g_ptr_array_unref (self->parameters);
  g_ptr_array_unref (self->others);
  g_ptr_array_unref (self->groups);

  G_OBJECT_CLASS (nabla_compare_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, what);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, values_row);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, values);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, values_hint);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, book_row);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, book);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, second_row);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, second);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, second_values_row);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, second_values);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, second_hint);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, seeds);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, cull_row);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, cull);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, NablaCompareDialog, train_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_what_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_second_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_train);
}

static void
nabla_compare_dialog_class_init (NablaCompareDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_compare_dialog_finalize;

  signals[TRAIN] = g_signal_new ("train", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
nabla_compare_dialog_init (NablaCompareDialog *self)
{
  self->parameters = g_ptr_array_new ();
  self->others = g_ptr_array_new ();
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  list_parameters (self);
  list_groups (self);
  fill_first (self);
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->seeds))),
                                  TRUE);
}

GtkWidget *
nabla_compare_dialog_new (GtkWindow *parent, NablaWorkbench *workbench,
                          const NablaHyperParameters *set_up)
{
  NablaCompareDialog *self =
      g_object_new (NABLA_TYPE_COMPARE_DIALOG, "transient-for", parent, NULL);

  self->base = *set_up;
  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  on_what_chosen (self);
  return GTK_WIDGET (self);
}

GArray *
nabla_compare_dialog_get_set_ups (NablaCompareDialog *self)
{
  g_return_val_if_fail (NABLA_IS_COMPARE_DIALOG (self), NULL);
  return self->set_ups;
}

gboolean
nabla_compare_dialog_get_culls (NablaCompareDialog *self)
{
  g_return_val_if_fail (NABLA_IS_COMPARE_DIALOG (self), FALSE);
  return gtk_switch_get_active (self->cull) && gtk_widget_get_sensitive (self->cull_row);
}

const char *
nabla_compare_dialog_get_summary (NablaCompareDialog *self)
{
  g_return_val_if_fail (NABLA_IS_COMPARE_DIALOG (self), NULL);
  return gtk_label_get_text (self->summary);
}
