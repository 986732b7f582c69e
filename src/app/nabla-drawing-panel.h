/* SPDX-License-Identifier: MIT */
/* nabla-drawing-panel.h: the drawing panel: a canvas, the steps to 28×28, and ten live probability
 * bars by the selected run's newest network (the newest finished or running run where none is
 * selected, the reader's where there is none), beside the answers of all shown runs. An empty
 * canvas predicts nothing. */
#pragma once

#include "app/nabla-canvas.h"
#include "lab/nabla-own-digits.h"
#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DRAWING_PANEL (nabla_drawing_panel_get_type ())
G_DECLARE_FINAL_TYPE (NablaDrawingPanel, nabla_drawing_panel, NABLA, DRAWING_PANEL, GtkWidget)

/* Actions: drawing.undo, drawing.redo, drawing.erase, drawing.clear, drawing.trace, drawing.save,
 * drawing.open, drawing.copy (a picture of it, to the clipboard), drawing.paste (one from there),
 * drawing.cancel, drawing.keep (int: the digit that it is; keys 0 … 9).
 *
 * Signal "say" (NablaDrawingPanel*, const char *sentence): something is to be said in passing.
 * Signal "kept" (NablaDrawingPanel*, NablaOwnDigit*, int before): the drawing has been kept as that
 * digit, or is another one than it was kept as; `before`: that one, −1 where it was not kept. */
GtkWidget *nabla_drawing_panel_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_drawing_panel_set_workbench (NablaDrawingPanel *self, NablaWorkbench *workbench);

/* Whose network reads the drawing where no run has one, and beside the others: it is on no
 * workbench. Replaces the one before. */
void nabla_drawing_panel_set_reader (NablaDrawingPanel *self, NablaRun *run);

/* The run that the bars show, or would; NULL where none has a network. */
NablaRun *nabla_drawing_panel_get_speaker (NablaDrawingPanel *self);

/* Where drawings are kept whose digit a person says. Before that, nothing is asked. Once. */
void nabla_drawing_panel_set_own_digits (NablaDrawingPanel *self, NablaOwnDigits *own);

/* Shows and has classified an image in place of the drawing: pixels[28][28], ink 255 on 0, which
 * are taken as they are and copied. Undo brings the drawing back; drawing takes the image's place.
 */
void nabla_drawing_panel_set_image (NablaDrawingPanel *self, const guint8 *pixels);

/* Writes the drawing in the background: a picture where the name ends with .png, else its strokes
 * (see nabla-strokes-file.h). Reads strokes, which take the place of the drawing as a step of undo.
 * What cannot be done is said in a dialog, and changes nothing. */
void nabla_drawing_panel_save (NablaDrawingPanel *self, const char *path);
void nabla_drawing_panel_open (NablaDrawingPanel *self, const char *path);

/* Reads the digits of any picture in the background: a photograph of paper, a scan, an SVG. They
 * take the place of the drawing as a step of undo; several are read as a number. "say" says what is
 * wrong with a file, and nothing changes. drawing.cancel, or drawing, stops it. */
void nabla_drawing_panel_open_picture (NablaDrawingPanel *self, GFile *file);
/* Whether a picture is on its way. */
gboolean nabla_drawing_panel_is_reading (NablaDrawingPanel *self);

/* How long the last point of the pen took, from the motion event until the bars were set: drawing,
 * normalisation, all networks. Seconds. */
double nabla_drawing_panel_get_last_update_seconds (NablaDrawingPanel *self);

G_END_DECLS
