/* SPDX-License-Identifier: GPL-3.0-or-later */
/* legend - what the signs of a chart mean, above its frames. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "show/legend.h"
#include "show/place.h"

struct pen {
	double x, top;
	int used;                /* something stands in this line */
};

static void add_entry(struct layout *layout, struct pen *pen, enum layout_sample_kind kind,
		      size_t group, const char *text)
{
	double start = place_margin(layout), end = layout->width - place_margin(layout);
	double line = place_line(layout, LAYOUT_TEXT), sample = place_sample_width(layout);
	double room = end - start - sample - place_gap(layout);
	char *clean = place_clean(text, layout->is_text);
	char *label = place_cut(layout, LAYOUT_TEXT, clean, room);
	double width = sample + place_gap(layout) + place_width(layout, LAYOUT_TEXT, label);

	free(clean);
	if (pen->used && pen->x + width > end) {
		pen->x = start;
		pen->top += line;
	}
	place_sample(layout, kind, group, pen->x, pen->top + line / 2);
	place_text(layout, pen->x + sample + place_gap(layout), pen->top + line / 2, LAYOUT_LEFT,
		   LAYOUT_TEXT, label);
	pen->x += width + 2 * place_gap(layout);
	pen->used = 1;
}

struct content {
	int smooth, provisional, apart;
	const struct drawing_group *marked[3];   /* by kind: a group with such a mark, or NULL */
};

static void add_content(struct content *has, const struct drawing *drawing,
			const struct drawing_group *group)
{
	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];

		has->smooth |= isfinite(point->smooth) != 0;
		has->provisional |= point->provisional && isfinite(point->value);
		has->apart |= point->at == drawing->apart && isfinite(point->value);
	}
	for (int kind = DRAWING_PEAK; kind <= DRAWING_CORE; kind++)
		if (drawing_has_mark(group, (enum drawing_mark_kind)kind))
			has->marked[kind] = group;
}

static struct content content_of(const struct drawing *drawing)
{
	struct content has = { 0 };

	for (size_t i = 0; i < drawing->count; i++)
		add_content(&has, drawing, &drawing->groups[i]);
	return has;
}

/* Of one group the legend tells the months, of several what the signs mean. */
static void add_marks(struct layout *layout, const struct drawing *drawing,
		      const struct content *has, struct pen *pen)
{
	static const enum layout_sample_kind samples[] = { SAMPLE_PEAK, SAMPLE_RISE, SAMPLE_CORE };
	const char *const meanings[] = { _("months that may be the peak"),
					 _("means of months 1-3 and 5-9"), _("core phase") };
	int last = layout->is_text || layout->shared ? DRAWING_PEAK : DRAWING_CORE;

	if (layout->is_text && drawing->count > 1)
		return;
	for (int kind = DRAWING_PEAK; kind <= last; kind++) {
		char words[DRAWING_WORDS];

		if (!has->marked[kind])
			continue;
		drawing_mark_words(words, has->marked[kind], (enum drawing_mark_kind)kind);
		add_entry(layout, pen, samples[kind], 0,
			  drawing->count > 1 ? meanings[kind] : words);
	}
}

static void add_apart(struct layout *layout, const struct drawing *drawing, struct pen *pen)
{
	double value = drawing_range(drawing).apart.high;
	char number[32], text[200];

	if (!layout->beyond || layout->panels)
		add_entry(layout, pen, SAMPLE_APART, 0, drawing->apart_label);
	if (!layout->beyond)
		return;
	drawing_number(number, value, value < 10 ? 2 : value < 1000 ? 1 : 0);
	snprintf(text, sizeof text, "%s: %s", drawing->apart_label, number);
	add_entry(layout, pen, SAMPLE_BEYOND, 0,
		  layout->panels ? _("the same, above the frame") : text);
}

double legend_add(struct layout *layout, const struct drawing *drawing, double top)
{
	const char *smooth = drawing->smooth_label ? drawing->smooth_label : _("smoothed");
	struct content has = content_of(drawing);
	struct pen pen = { place_margin(layout), top, 0 };

	for (size_t i = 0; i < drawing->count && !layout->panels; i++)
		if (*drawing->groups[i].name)
			add_entry(layout, &pen, SAMPLE_GROUP, i, drawing->groups[i].name);
	for (size_t i = 0; i < drawing->each; i++)
		add_entry(layout, &pen, SAMPLE_GROUP, i, drawing->groups[i].part);
	if (has.smooth && !layout->is_text && *smooth)
		add_entry(layout, &pen, SAMPLE_SMOOTH, 0, smooth);
	if (has.provisional)
		add_entry(layout, &pen, SAMPLE_PROVISIONAL, 0, _("provisional"));
	if (layout->bands && drawing->core_label && !layout->is_text)
		add_entry(layout, &pen, SAMPLE_FAN, 0, drawing->core_label);
	if (layout->bands)
		add_entry(layout, &pen, SAMPLE_BAND, 0,
			  drawing->band_label ? drawing->band_label :
			  /* xgettext:no-c-format */
			  _("95 % interval of each value"));
	if (layout->bands_all)
		/* xgettext:no-c-format */
		add_entry(layout, &pen, SAMPLE_BAND_ALL, 0, drawing->band_all_label ?
			  drawing->band_all_label : _("95 % band of the whole curve"));
	if (drawing->landmark && !layout->is_text)
		add_entry(layout, &pen, SAMPLE_LANDMARK, 0, drawing->landmark_label);
	if (drawing->limit_label)
		add_entry(layout, &pen, SAMPLE_LIMIT, 0, drawing->limit_label);
	if (has.apart)
		add_apart(layout, drawing, &pen);
	add_marks(layout, drawing, &has, &pen);
	return pen.used ? pen.top + place_line(layout, LAYOUT_TEXT) : top;
}
