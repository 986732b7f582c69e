/* SPDX-License-Identifier: MIT */
#include "app/nabla-gallery.h"

#include "app/nabla-preset-row.h"

#include <glib/gi18n.h>

struct _NablaGallery {
  AdwWindow parent_instance;

  AdwPreferencesPage *page;
  GtkWidget *digits_group;
  AdwActionRow *folder_row;
  GtkSwitch *published_switch;
};

enum { PROP_PUBLISHED = 1, N_PROPERTIES };
enum { TRAIN, CHOOSE_FOLDER, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaGallery, nabla_gallery, ADW_TYPE_WINDOW)

/* What stands alone, by what it is about. The presets of a section lie one after another in the
 * table; a group of the table is a section of its own. */
static const struct {
  const char *title, *first;
} sections[] = {
  { N_ ("A network that reads digits"), "chapter-1" },
  { N_ ("The cross-entropy cost"), "cross-entropy" },
  { N_ ("Overfitting and regularization"), "overfitting" },
  { N_ ("When nothing is learnt"), "too-much" },
  { N_ ("Softmax"), "softmax" },
};

static const char *
section_title (const NablaPreset *preset)
{
  const char *title;

  if (preset->group != NULL) {
    title = nabla_preset_row_get_group_title (preset->group);
    return title != NULL ? title : preset->group;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    if (g_str_equal (preset->name, sections[i].first))
      return _ (sections[i].title);
  return _ ("More");
}

static gboolean
begins_section (const NablaPreset *preset, const NablaPreset *before)
{
  if (before == NULL || g_strcmp0 (preset->group, before->group) != 0)
    return TRUE;
  for (gsize i = 0; preset->group == NULL && i < G_N_ELEMENTS (sections); i++)
    if (g_str_equal (preset->name, sections[i].first))
      return TRUE;
  return FALSE;
}

static void
on_train (GtkButton *button, NablaGallery *self)
{
  gpointer preset = g_object_get_data (G_OBJECT (button), "preset");
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "n"));

  g_signal_emit (self, signals[TRAIN], 0, preset, n);
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
make_button (NablaGallery *self, const NablaPreset *preset, guint n)
{
  g_autofree char *all = g_strdup_printf (_ ("Train All %u"), n);
  g_autofree char *name = n > 1 ? g_strdup_printf ("%s: %s", section_title (preset), all)
                                : g_strdup_printf (_ ("Train: %s"), _ (preset->title));
  GtkWidget *button = gtk_button_new_with_label (n > 1 ? all : _ ("Train"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (n > 1)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "preset", (gpointer) preset);
  g_object_set_data (G_OBJECT (button), "n", GUINT_TO_POINTER (n));
  g_signal_connect (button, "clicked", G_CALLBACK (on_train), self);
  return button;
}

static void
add_preset (NablaGallery *self, AdwPreferencesGroup *group, const NablaPreset *preset)
{
  GtkWidget *row = adw_action_row_new ();
  const char *text = _ (preset->text);
  g_autofree char *subtitle =
      g_strdup_printf (g_str_has_suffix (text, "?") ? _ ("%s\nPublished: %s") /* ends by itself */
                                                    : _ ("%s.\nPublished: %s"),
                       text, _ (preset->published));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (preset->title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, preset, 1));
  adw_preferences_group_add (group, row);
}

static void
add_sections (NablaGallery *self)
{
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  AdwPreferencesGroup *group = NULL;

  for (gsize i = 0; i < n; i++) {
    if (presets[i].published == NULL)
      continue;
    if (begins_section (&presets[i], i > 0 ? &presets[i - 1] : NULL)) {
      gsize members = 0;

      if (presets[i].group != NULL)
        nabla_presets_of_group (presets[i].group, &members);
      group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (group, section_title (&presets[i]));
      if (members > 1)
        adw_preferences_group_set_header_suffix (group,
                                                 make_button (self, &presets[i], (guint) members));
      adw_preferences_page_add (self->page, group);
    }
    add_preset (self, group, &presets[i]);
  }
}

static void
on_choose_folder (NablaGallery *self)
{
  g_signal_emit (self, signals[CHOOSE_FOLDER], 0);
}

static void
on_published (NablaGallery *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PUBLISHED]);
}

static void
nabla_gallery_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PUBLISHED)
    g_value_set_boolean (value, gtk_switch_get_active (NABLA_GALLERY (object)->published_switch));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_gallery_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PUBLISHED)
    gtk_switch_set_active (NABLA_GALLERY (object)->published_switch, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_gallery_class_init (NablaGalleryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_gallery_get_property;
  object_class->set_property = nabla_gallery_set_property;

  properties[PROP_PUBLISHED] =
      g_param_spec_boolean ("published", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[TRAIN] = g_signal_new ("train", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  signals[CHOOSE_FOLDER] = g_signal_new ("choose-folder", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-gallery.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaGallery, page);
  gtk_widget_class_bind_template_child (widget_class, NablaGallery, digits_group);
  gtk_widget_class_bind_template_child (widget_class, NablaGallery, folder_row);
  gtk_widget_class_bind_template_child (widget_class, NablaGallery, published_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_published);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
nabla_gallery_init (NablaGallery *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_sections (self);
}

GtkWidget *
nabla_gallery_new (GtkWindow *parent)
{
  return g_object_new (NABLA_TYPE_GALLERY, "transient-for", parent, NULL);
}

void
nabla_gallery_set_folder (NablaGallery *self, const char *folder)
{
  g_autofree char *name = folder != NULL ? g_filename_display_name (folder) : NULL;

  g_return_if_fail (NABLA_IS_GALLERY (self));
  adw_action_row_set_subtitle (
      self->folder_row, name != NULL ? name
                                     : _ ("None: the published figure is drawn as a line. Choose a "
                                          "folder of CSV files to have the whole curves."));
}

void
nabla_gallery_set_other_digits (NablaGallery *self, gboolean other)
{
  g_return_if_fail (NABLA_IS_GALLERY (self));
  gtk_widget_set_visible (self->digits_group, other);
}
