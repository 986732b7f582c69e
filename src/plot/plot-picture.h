/* SPDX-License-Identifier: MIT */
/* plot-picture.h: something drawn as a file: a picture, or the table of its figures. */
#pragma once

#include <cairo.h>
#include <stdio.h>

typedef struct {
  double width, height; /* units: px, or points */
  void (*draw) (cairo_t *cr, const void *data);
  void (*write_csv) (FILE *file, const void *data); /* lines end in "\r\n" */
  const void *data;
} PlotPicture;

/* The format comes from the ending of `path`: .png (2 pixels a unit), .svg, .pdf, or .csv.
 * Temporary name, synced, renamed. 0, or −1 with a sentence in message[size]. */
int plot_picture_save (const PlotPicture *picture, const char *path, char *message, size_t size);

/* A field of a table, quoted where it must be (RFC 4180). */
void plot_csv_text (FILE *file, const char *text);
/* As many digits as read back the same, nothing where it is not finite; then `end`. */
void plot_csv_number (FILE *file, double value, const char *end);
