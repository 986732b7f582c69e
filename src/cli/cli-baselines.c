/* SPDX-License-Identifier: MIT */
#include "cli/cli-baselines.h"

#include <math.h>
#include <stdio.h>

static void
add_accuracies (const NablaConfusion confusions[DIGITS_N_PARTS], const char *name,
                JsonBuilder *builder)
{
  static const char *const parts[] = { "training", "validation", "test" };
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    if (nabla_confusion_get_total (&confusions[part]) == 0)
      continue;
    json_builder_set_member_name (builder, parts[part]);
    json_builder_add_double_value (builder, nabla_confusion_get_accuracy (&confusions[part]));
  }
  json_builder_end_object (builder);
}

static void
add_image (const double *pixels, gsize n, JsonBuilder *builder)
{
  json_builder_begin_array (builder);
  for (gsize p = 0; p < n; p++)
    json_builder_add_double_value (builder, pixels[p]);
  json_builder_end_array (builder);
}

void
cli_baselines_add_json (const NablaBaselines *baselines, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "baselines");
  json_builder_begin_object (builder);
  add_accuracies (baselines->by_darkness, "darkness", builder);
  add_accuracies (baselines->by_image, "average_image", builder);
  json_builder_set_member_name (builder, "average_darkness");
  json_builder_begin_array (builder);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    if (baselines->images[digit] > 0)
      json_builder_add_double_value (builder, baselines->darkness[digit]);
    else
      json_builder_add_null_value (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "average_images");
  json_builder_begin_array (builder);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    if (baselines->images[digit] > 0)
      add_image (nabla_baselines_get_average (baselines, digit), baselines->n_pixels, builder);
    else
      json_builder_add_null_value (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_accuracies (const NablaConfusion confusions[DIGITS_N_PARTS], const char *name)
{
  printf ("%-16s", name);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    if (nabla_confusion_get_total (&confusions[part]) > 0)
      printf ("%10.2f %%", 100.0 * nabla_confusion_get_accuracy (&confusions[part]));
    else
      printf ("%12s", "–");
  printf ("\n");
}

void
cli_baselines_print (const NablaBaselines *baselines)
{
  printf (
      "\nRead right without learning more than averages of the training part, by the nearest\n");
  print_accuracies (baselines->by_darkness, "darkness");
  print_accuracies (baselines->by_image, "average image");
  printf ("\nAverage darkness of the images of a digit\n");
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    if (baselines->images[digit] > 0)
      printf ("%3d%11.2f %%\n", digit, 100.0 * baselines->darkness[digit]);
}
