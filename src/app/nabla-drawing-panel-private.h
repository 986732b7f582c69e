/* SPDX-License-Identifier: MIT */
/* nabla-drawing-panel-private.h: the drawing panel between its files: canvas and input
 * (nabla-drawing-panel.c), who reads it and what is said of it (nabla-drawing-answers.c), how that
 * came about (nabla-drawing-trace.c), what it is instead (nabla-drawing-teach.c), and the files
 * that keep it (nabla-drawing-files.c). */
#pragma once

#include "app/nabla-answer-chip.h"
#include "app/nabla-canvas.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-number.h"
#include "app/nabla-probability-bars.h"
#include "app/nabla-steps-view.h"
#include "app/nabla-trace-view.h"

struct _NablaDrawingPanel {
  GtkWidget parent_instance;

  GtkFileChooserNative *chooser; /* while it asks */
  GCancellable *reading;         /* of a picture that is on its way; NULL for none */
  guint reading_timeout;         /* until it is shown that there is one */
  GtkSpinner *reading_spinner;

  GtkWidget *eraser_button;
  NablaCanvas *canvas;
  NablaStepsView *steps;
  GtkLabel *guess_label;
  GtkLabel *sure_label;
  GtkLabel *detail_label;
  NablaProbabilityBars *bars;
  GtkWidget *teach_line; /* below the answer */
  GtkMenuButton *wrong_button;
  GtkLabel *wrong_label;
  GtkWidget *several_label;
  GtkWidget *learn_button;
  GtkToggleButton *trace_button;
  GtkStack *answer_stack;
  NablaTraceView *trace_view;
  GtkFlowBox *chip_box;

  NablaWorkbench *workbench;
  GPtrArray *chips; /* of NablaAnswerChip, in the order of the workbench's runs, the reader's last;
                       owned by chip_box */
  NablaAnswerChip *reader; /* reads where no run does; NULL: there is none */
  float input[DIGITS_PIXELS];
  gboolean has_input;  /* something is drawn; `input` is its image */
  NablaNumber *number; /* the digits that are there where they are several, or of a picture */
  gboolean pending;    /* an answer is out of date */
  guint tick;

  NablaOwnDigits *own; /* where drawings are kept; NULL: nowhere yet */
  NablaOwnDigit *kept; /* what is on the canvas, once somebody has said what it is; or NULL */
  int guess;           /* what is read; −1: nothing */

  NablaTrace *trace;       /* by whom, and of what: */
  NablaAnswerChip *traced; /* who speaks; one of the chips */
  guint traced_network;    /* number of its network */
  gboolean traced_normalised;
  gboolean trace_aged; /* some of it is by an older network */
  guint trace_tick;    /* 0 while nothing is asked … */
  guint trace_rest;    /* … and while it need not be asked again */
};

/* The chip of the run that the bars show: the selected one's, else the newest's that has a network,
 * else the reader's. */
NablaAnswerChip *nabla_drawing_panel_find_speaker (NablaDrawingPanel *self);

/* Asks all shown runs and the one that speaks, at once; or in the next frame, if seen then. */
void nabla_drawing_panel_update_answers (NablaDrawingPanel *self);
void nabla_drawing_panel_request_update (NablaDrawingPanel *self);
void nabla_drawing_panel_arrange_chips (NablaDrawingPanel *self);
void nabla_drawing_panel_show_runs (NablaDrawingPanel *self, GListModel *runs);

/* The input that a network gets of these strokes, as the switch says; FALSE for none. */
gboolean nabla_drawing_panel_read_strokes (NablaDrawingPanel *self, const DigitsStrokes *strokes,
                                           float *input);

/* nabla-drawing-number.c: looks for the digits of what is on the canvas. FALSE where it is one
 * drawing, to be read as a whole, or an image that is taken as it is. */
gboolean nabla_drawing_panel_find_number (NablaDrawingPanel *self);
/* The whole of a picture, as a square of side × side pixels. */
void nabla_drawing_panel_shrink_writing (const NablaWriting *writing, guint8 *pixels, int side);
/* The speaker reads all of them; `input` becomes what the steps and all runs are shown: the digit
 * that it is least sure of. */
void nabla_drawing_panel_read_number (NablaDrawingPanel *self, NablaAnswerChip *speaker);
/* What is to be said instead of the one digit, where they are several; NULL where it is one. */
const char *nabla_drawing_panel_get_number_text (NablaDrawingPanel *self);

/* The trace follows what is on the canvas and what the speaker has just said of it, NULL for
 * nothing. What else there is to be asked is asked in the frames to come, while it is seen. */
void nabla_drawing_panel_follow_trace (NablaDrawingPanel *self, NablaAnswerChip *speaker,
                                       const double *probabilities);
void nabla_drawing_panel_show_trace (NablaDrawingPanel *self); /* it is seen from now on */
void nabla_drawing_panel_rest_trace (NablaDrawingPanel *self); /* it is not */
void nabla_drawing_panel_begin_trace (NablaDrawingPanel *self);
void nabla_drawing_panel_end_trace (NablaDrawingPanel *self);

/* nabla-drawing-teach.c: handler of drawing.keep, whose parameter is the digit that it is. */
void nabla_drawing_panel_keep (GtkWidget *widget, const char *action, GVariant *parameter);
/* What is read is that digit; −1: nothing. Of a number: that of its least sure one. */
void nabla_drawing_panel_show_guess (NablaDrawingPanel *self, int digit);
void nabla_drawing_panel_forget_kept (NablaDrawingPanel *self); /* it is another drawing now */
void nabla_drawing_panel_begin_teaching (NablaDrawingPanel *self);
void nabla_drawing_panel_end_teaching (NablaDrawingPanel *self);
/* Emits "kept". */
void nabla_drawing_panel_tell_kept (NablaDrawingPanel *self, NablaOwnDigit *digit, int before);

/* Has whoever is around the panel say a sentence. */
void nabla_drawing_panel_say (NablaDrawingPanel *self, const char *sentence);

/* A file of strokes where its name ends so, else a picture. */
void nabla_drawing_panel_open_file (NablaDrawingPanel *self, GFile *file);

/* nabla-drawing-paste.c: handlers of drawing.copy and drawing.paste; what is dropped on the panel
 * is read too. */
void nabla_drawing_panel_copy (GtkWidget *widget, const char *action, GVariant *parameter);
void nabla_drawing_panel_paste (GtkWidget *widget, const char *action, GVariant *parameter);
void nabla_drawing_panel_add_drop (NablaDrawingPanel *self);
/* The picture that is on its way is not waited for: nothing more is heard of it. */
void nabla_drawing_panel_stop_reading (NablaDrawingPanel *self);

/* Handlers of drawing.save and drawing.open. */
void nabla_drawing_panel_ask_where_to_save (GtkWidget *widget, const char *action,
                                            GVariant *parameter);
void nabla_drawing_panel_ask_what_to_open (GtkWidget *widget, const char *action,
                                           GVariant *parameter);
