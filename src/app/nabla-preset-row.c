/* SPDX-License-Identifier: MIT */
#include "app/nabla-preset-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _NablaPresetRow {
  AdwPreferencesRow parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkLabel *published;
  GtkPopover *popover;
  GtkEditable *search;
  GtkListBox *list;
  GtkWidget *nothing; /* shown in the place of the list where nothing is found */
  GtkScrolledWindow *scrolled;

  char *needle; /* what is searched for, without case; "" finds all */
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaPresetRow, nabla_preset_row, ADW_TYPE_PREFERENCES_ROW)

static const struct {
  const char *group, *title;
} groups[] = {
  { "weight-init", N_ ("Initial weights") },    { "learning-rates", N_ ("Learning rates") },
  { "more-data", N_ ("More training images") }, { "debugging", N_ ("The hunt for values") },
  { "expanded", N_ ("Expanded data") },
};

static const NablaPreset *
preset_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "preset");
}

/* What was published; of the program's own set-ups what they are for. */
static char *
published_sentence (const NablaPreset *preset)
{
  if (preset->published == NULL)
    return g_strdup (_ (preset->text));
  return g_strdup_printf (_ ("Published: %s"), _ (preset->published));
}

static gboolean
contains (const char *text, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

static gboolean
is_found (GtkListBoxRow *row, gpointer data)
{
  const char *needle = NABLA_PRESET_ROW (data)->needle;
  const NablaPreset *preset = preset_of (row);
  const char *group;

  if (preset == NULL)
    return contains (_ ("Default"), needle);
  group = preset->group != NULL ? nabla_preset_row_get_group_title (preset->group) : NULL;
  return contains (_ (preset->title), needle) || contains (_ (preset->text), needle) ||
         contains (preset->name, needle) || (group != NULL && contains (group, needle));
}

/* The first row of a group, of those that are found, carries the group's name. */
static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const NablaPreset *preset = preset_of (row), *above = before != NULL ? preset_of (before) : NULL;
  const char *group = preset != NULL ? preset->group : NULL;
  GtkWidget *header = NULL;

  if (group != NULL && (above == NULL || g_strcmp0 (group, above->group) != 0)) {
    const char *title = nabla_preset_row_get_group_title (group);

    header = gtk_label_new (title != NULL ? title : group);
    gtk_label_set_xalign (GTK_LABEL (header), 0);
    gtk_widget_add_css_class (header, "heading");
    gtk_widget_add_css_class (header, "dim-label");
  }
  gtk_list_box_row_set_header (row, header);
}

static GtkWidget *
make_line (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (css_class != NULL) {
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, css_class);
  }
  return label;
}

/* `preset` NULL is the default set-up. */
static void
add_row (NablaPresetRow *self, const NablaPreset *preset)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *title = preset != NULL ? _ (preset->title) : _ ("Default");
  const char *text = preset != NULL ? _ (preset->text) : _ ("What a run has when nothing is said");
  g_autofree char *published = preset != NULL ? published_sentence (preset) : g_strdup (text);
  g_autofree char *description = preset != NULL && preset->published != NULL
                                     ? g_strdup_printf ("%s. %s", text, published)
                                     : g_strdup (text);

  gtk_box_append (GTK_BOX (lines), make_line (title, NULL));
  gtk_box_append (GTK_BOX (lines), make_line (published, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), lines);
  gtk_widget_set_tooltip_text (row, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  g_object_set_data (G_OBJECT (row), "preset", (gpointer) preset);
  gtk_list_box_append (self->list, row);
}

/* Those that stand alone first, then group after group. */
static void
add_rows (NablaPresetRow *self)
{
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);

  add_row (self, NULL);
  for (int grouped = 0; grouped <= 1; grouped++)
    for (gsize i = 0; i < n; i++)
      if ((presets[i].group != NULL) == grouped)
        add_row (self, &presets[i]);
}

static GtkListBoxRow *
first_found (NablaPresetRow *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (is_found (row, self))
      return row;
  return NULL;
}

static void
on_search_changed (NablaPresetRow *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  gboolean found;

  g_free (self->needle);
  self->needle = g_utf8_casefold (typed, -1);
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
  found = first_found (self) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->scrolled), found);
  gtk_widget_set_visible (self->nothing, !found);
}

static void
on_row_activated (NablaPresetRow *self, GtkListBoxRow *row)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[CHOSEN], 0, preset_of (row));
}

static void
on_search_entered (NablaPresetRow *self)
{
  GtkListBoxRow *row = first_found (self);

  if (row != NULL && *self->needle != '\0')
    on_row_activated (self, row);
}

/* The popover opens with an empty search, which it focuses itself. */
static void
on_shown (NablaPresetRow *self)
{
  gtk_editable_set_text (self->search, "");
  on_search_changed (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

/* From what is typed down into what is found. */
static gboolean
on_search_key (NablaPresetRow *self, guint key)
{
  GtkListBoxRow *row = first_found (self);

  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || row == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_STOP;
}

static void
nabla_preset_row_finalize (GObject *object)
{
  g_free (NABLA_PRESET_ROW (object)->needle);

  G_OBJECT_CLASS (nabla_preset_row_parent_class)->finalize (object);
}

static void
nabla_preset_row_class_init (NablaPresetRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_preset_row_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-preset-row.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, button);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, label);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, published);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, popover);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, search);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, list);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, nothing);
  gtk_widget_class_bind_template_child (widget_class, NablaPresetRow, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
}

static void
nabla_preset_row_init (NablaPresetRow *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, is_found, self, NULL);
  gtk_list_box_set_header_func (self->list, update_header, self, NULL);
  add_rows (self);
}

GtkWidget *
nabla_preset_row_new (void)
{
  return g_object_new (NABLA_TYPE_PRESET_ROW, NULL);
}

static gboolean
is_default (const NablaHyperParameters *set_up)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();

  standard.seed = set_up->seed;
  return nabla_hyper_parameters_equal (set_up, &standard);
}

void
nabla_preset_row_show (NablaPresetRow *self, const NablaHyperParameters *set_up)
{
  const NablaPreset *preset;
  g_autofree char *published = NULL;
  g_autofree char *label = NULL;
  g_autofree char *tooltip = NULL;
  const char *title;

  g_return_if_fail (NABLA_IS_PRESET_ROW (self));

  preset = set_up != NULL ? nabla_preset_matching (set_up) : NULL;
  if (preset != NULL)
    title = _ (preset->title);
  else
    title = set_up != NULL && is_default (set_up) ? _ ("Default") : _ ("Custom");
  published = preset != NULL ? published_sentence (preset) : NULL;
  label = g_strdup_printf (_ ("Preset: %s"), title);

  gtk_label_set_text (self->label, title);
  gtk_label_set_text (self->published, published != NULL ? published : "");
  gtk_widget_set_visible (GTK_WIDGET (self->published), published != NULL);
  /* Not of the row, which the list is a part of. */
  tooltip = preset != NULL ? g_strdup_printf ("%s\n%s", title, _ (preset->text))
                           : g_strdup (_ ("Set-ups of the book’s experiments"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  published != NULL ? published : "", -1);
}

const char *
nabla_preset_row_get_text (NablaPresetRow *self)
{
  g_return_val_if_fail (NABLA_IS_PRESET_ROW (self), NULL);
  return gtk_label_get_text (self->label);
}

GtkListBox *
nabla_preset_row_get_list (NablaPresetRow *self)
{
  g_return_val_if_fail (NABLA_IS_PRESET_ROW (self), NULL);
  return self->list;
}

GtkEditable *
nabla_preset_row_get_search (NablaPresetRow *self)
{
  g_return_val_if_fail (NABLA_IS_PRESET_ROW (self), NULL);
  return self->search;
}

const NablaPreset *
nabla_preset_row_get_preset (NablaPresetRow *self, GtkListBoxRow *row)
{
  g_return_val_if_fail (NABLA_IS_PRESET_ROW (self), NULL);
  g_return_val_if_fail (GTK_IS_LIST_BOX_ROW (row), NULL);
  return preset_of (row);
}

const char *
nabla_preset_row_get_group_title (const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (group, groups[i].group))
      return _ (groups[i].title);
  return NULL;
}
