/* SPDX-License-Identifier: MIT */
#include "claim.h"

#include "plot/plot-chart-private.h"

#define HEIGHT 15.0

static void
claim_apart (const PlotLabel *labels, size_t n, double top, double bottom)
{
  for (size_t i = 0; i < n; i++) {
    if (!labels[i].shown)
      continue;
    CLAIM (labels[i].y - HEIGHT / 2 >= top - 1e-6 && labels[i].y + HEIGHT / 2 <= bottom + 1e-6);
    for (size_t k = 0; k < i; k++)
      if (labels[k].shown && labels[k].x < labels[i].x + labels[i].width &&
          labels[i].x < labels[k].x + labels[k].width)
        CLAIM (fabs (labels[i].y - labels[k].y) >= HEIGHT - 1e-6);
  }
}

static size_t
count_shown (const PlotLabel *labels, size_t n)
{
  size_t shown = 0;

  for (size_t i = 0; i < n; i++)
    shown += labels[i].shown;
  return shown;
}

static void
crowds_spread_without_overlap (void)
{
  unsigned state = 3;

  for (size_t n = 0; n <= 60; n++)
    for (int attempt = 0; attempt < 20; attempt++) {
      PlotLabel labels[60] = { 0 };
      for (size_t i = 0; i < n; i++) {
        state = state * 1664525u + 1013904223u;
        labels[i].x = 500 + (state >> 24) % 3 * 30;
        labels[i].y = 10 + (state >> 16) % 180;
        labels[i].width = 50;
      }
      plot_labels_push_apart (labels, n, HEIGHT, 10, 190);
      claim_apart (labels, n, 10, 190);
      CLAIM (count_shown (labels, n) == (n < 12 ? n : 12));
    }
}

static void
labels_with_room_stay (void)
{
  PlotLabel labels[3] = { { .x = 0, .y = 30, .width = 40 },
                          { .x = 0, .y = 60, .width = 40 },
                          { .x = 100, .y = 61, .width = 40 } };

  plot_labels_push_apart (labels, 3, HEIGHT, 0, 200);
  CLAIM (labels[0].y == 30 && labels[1].y == 60 && labels[2].y == 61);
}

static void
neighbours_share_the_way (void)
{
  PlotLabel labels[2] = { { .y = 100, .width = 40 }, { .y = 104, .width = 40 } };

  plot_labels_push_apart (labels, 2, HEIGHT, 0, 200);
  CLAIM_NEAR (labels[0].y, 94.5, 1e-9);
  CLAIM_NEAR (labels[1].y, 109.5, 1e-9);
}

static void
no_room_shows_none (void)
{
  PlotLabel labels[2] = { { .y = 5, .width = 40 }, { .y = 5, .width = 40 } };

  plot_labels_push_apart (labels, 2, HEIGHT, 0, 10);
  CLAIM (count_shown (labels, 2) == 0);
}

static void
cards_stay_on_the_chart (void)
{
  PlotFrame frame = { .width = 420, .height = 220, .top = 36 };

  for (double x = 0; x <= 420; x += 7)
    for (double y = -20; y <= 240; y += 13) {
      double left, top;
      plot_card_place (&frame, x, y, 180, 120, &left, &top);
      CLAIM (left >= 0 && left + 180 <= 420 && top >= 0 && top + 120 <= 220);
      if (x < 200)
        CLAIM (left > x);
      if (x > 240)
        CLAIM (left + 180 < x);
    }
}

int
main (void)
{
  RUN ("/plot/labels/crowds-spread-without-overlap", crowds_spread_without_overlap);
  RUN ("/plot/labels/labels-with-room-stay", labels_with_room_stay);
  RUN ("/plot/labels/neighbours-share-the-way", neighbours_share_the_way);
  RUN ("/plot/labels/no-room-shows-none", no_room_shows_none);
  RUN ("/plot/card/cards-stay-on-the-chart", cards_stay_on_the_chart);
  return DONE ();
}
