/* SPDX-License-Identifier: MIT */
#include "claim.h"

#include "plot/plot-color.h"

static double
luminance (PlotColor color)
{
  double parts[3] = { color.red, color.green, color.blue };

  for (int i = 0; i < 3; i++)
    parts[i] = parts[i] <= 0.04045 ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4);
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

static double
contrast (PlotColor a, PlotColor b)
{
  double light = fmax (luminance (a), luminance (b)), dark = fmin (luminance (a), luminance (b));

  return (light + 0.05) / (dark + 0.05);
}

static void
runs_stand_out_on_both_themes (void)
{
  for (int i = 0; i < PLOT_N_RUN_COLORS; i++) {
    CLAIM (contrast (plot_color_of_run (i), plot_theme_light.background) >= 3);
    CLAIM (contrast (plot_color_of_run (i), plot_theme_dark.background) >= 2.5);
  }
}

static void
text_is_legible (void)
{
  CLAIM (contrast (plot_theme_light.dim, plot_theme_light.background) >= 4.5);
  CLAIM (contrast (plot_theme_dark.dim, plot_theme_dark.background) >= 4.5);
  CLAIM (contrast (plot_theme_light.text, plot_theme_light.card) >= 7);
  CLAIM (contrast (plot_theme_dark.text, plot_theme_dark.card) >= 7);
  CLAIM (contrast (plot_theme_dark.dim, plot_theme_dark.card) >= 4.5);
}

/* What a person without one kind of cone sees (Machado, Oliveira and Fernandes 2009), in Lab. */
static void
seen (PlotColor color, const double cones[9], double lab[3])
{
  double in[3] = { color.red, color.green, color.blue }, out[3], xyz[3];

  for (int i = 0; i < 3; i++)
    in[i] = in[i] <= 0.04045 ? in[i] / 12.92 : pow ((in[i] + 0.055) / 1.055, 2.4);
  for (int i = 0; i < 3; i++)
    out[i] = cones[3 * i] * in[0] + cones[3 * i + 1] * in[1] + cones[3 * i + 2] * in[2];
  xyz[0] = (0.4124 * out[0] + 0.3576 * out[1] + 0.1805 * out[2]) / 0.9505;
  xyz[1] = 0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2];
  xyz[2] = (0.0193 * out[0] + 0.1192 * out[1] + 0.9505 * out[2]) / 1.089;
  for (int i = 0; i < 3; i++)
    xyz[i] = xyz[i] > 0.008856 ? cbrt (xyz[i]) : 7.787 * xyz[i] + 16.0 / 116;
  lab[0] = 116 * xyz[1] - 16;
  lab[1] = 500 * (xyz[0] - xyz[1]);
  lab[2] = 200 * (xyz[1] - xyz[2]);
}

static void
runs_are_told_apart_without_a_cone (void)
{
  static const double kinds[4][9] = {
    { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
    { .152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998 },
    { .367322, .860646, -.227968, .280085, .672501, .047413, -.011820, .042940, .968881 },
    { 1.255528, -.076749, -.178779, -.078411, .930809, .147602, .004733, .691367, .303900 },
  };

  for (int kind = 0; kind < 4; kind++)
    for (int i = 0; i < PLOT_N_RUN_COLORS; i++)
      for (int k = 0; k < i; k++) {
        double a[3], b[3];
        seen (plot_color_of_run (i), kinds[kind], a);
        seen (plot_color_of_run (k), kinds[kind], b);
        CLAIM (hypot (hypot (a[0] - b[0], a[1] - b[1]), a[2] - b[2]) > (i < 4 ? 15 : 10));
      }
}

static void
runs_beyond_the_palette_start_over (void)
{
  CLAIM (plot_color_of_run (PLOT_N_RUN_COLORS).red == plot_color_of_run (0).red);
  CLAIM (plot_color_of_run (-1).red == plot_color_of_run (PLOT_N_RUN_COLORS - 1).red);
}

static void
runs_may_have_any_colour (void)
{
  PlotColor color = plot_color_of_run (PLOT_COLOR_RGB + 0x336699);

  CLAIM (color.red == 0x33 / 255.0 && color.green == 0x66 / 255.0 && color.blue == 0x99 / 255.0);
  CLAIM (color.alpha == 1);
  CLAIM (plot_color_of_run (PLOT_COLOR_RGB).red == 0);
  CLAIM (plot_color_of_run (PLOT_COLOR_RGB - 1).red != 0);
}

static void
signed_colours_start_at_the_background (void)
{
  PlotColor ground = { 0.1, 0.2, 0.3, 1 };

  CLAIM (plot_color_signed (0, ground).green == 0.2);
  CLAIM (plot_color_signed (NAN, ground).green == 0.2);
  CLAIM (plot_color_signed (1, ground).red > plot_color_signed (1, ground).blue);
  CLAIM (plot_color_signed (-1, ground).blue > plot_color_signed (-1, ground).red);
  CLAIM (plot_color_signed (9, ground).red == plot_color_signed (1, ground).red);
}

int
main (void)
{
  RUN ("/plot/color/runs-stand-out-on-both-themes", runs_stand_out_on_both_themes);
  RUN ("/plot/color/text-is-legible", text_is_legible);
  RUN ("/plot/color/runs-are-told-apart-without-a-cone", runs_are_told_apart_without_a_cone);
  RUN ("/plot/color/runs-beyond-the-palette-start-over", runs_beyond_the_palette_start_over);
  RUN ("/plot/color/runs-may-have-any-colour", runs_may_have_any_colour);
  RUN ("/plot/color/signed-colours-start-at-the-background",
       signed_colours_start_at_the_background);
  return DONE ();
}
