/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout - where everything in a chart stands, apart from who draws it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "show/layout.h"

enum {
	TITLE_LINES_MAX = 3,
	LABEL_LINES_MAX = 2,
	NAME_BYTES_MAX = 400,    /* longer texts are cut before they are measured */
	VALUE_STEPS_MAX = 8,
	BANDS_ALL_GROUPS_MAX = 4,
	SHARED_USUAL_MAX = 4,    /* groups in one frame, where nothing else is asked for */
	PANEL_COLUMNS = 24,      /* characters that a frame of its own is wide, or more */
	PANEL_LINES = 7,         /* and lines that it is high, where the chart may grow */
	FRAME_LINES = 12,        /* that a chart which may grow has at least */
	FRAME_LINES_MIN = 5      /* a frame lower than this shows nothing */
};

/* An interval may take the axis this far above the highest value, not farther. */
static const double SQUASH_MAX = 2.5;
/* The same for the point apart of a single group. */
static const double APART_MAX = 2;
/* Nothing that anybody measures; nearer to 0 gnuplot loses its way. */
static const double VANISHING = 1e-200;

struct metric {
	double size;             /* of the font */
	double character;        /* mean width; DejaVu Sans, digits included */
	double line;
};

static const struct metric pixels[] = {
	[LAYOUT_TITLE] = { 15, 9.2, 21 },
	[LAYOUT_TEXT] = { 12, 7.3, 17 },
	[LAYOUT_SMALL] = { 10, 6.3, 13 },
};
static const struct metric characters = { 1, 1, 1 };

static const struct metric *metric(const struct layout *layout, enum layout_font font)
{
	return layout->is_text ? &characters : &pixels[font];
}

double layout_font_size(enum layout_font font)
{
	return pixels[font].size;
}

double layout_sample_width(const struct layout *layout)
{
	return layout->is_text ? 3 : 24;
}

static double margin(const struct layout *layout)
{
	return layout->is_text ? 1 : 10;
}

static double gap(const struct layout *layout)
{
	return layout->is_text ? 1 : 6;
}

static double width_of(const struct layout *layout, enum layout_font font, const char *text)
{
	return (double)text_width(text) * metric(layout, font)->character;
}

/* ---- texts ---------------------------------------------------------------------- */

/* Control characters and those that XML forbids: C0, DEL, C1, U+2028/9, U+FFFE/F. */
static size_t forbidden(const unsigned char *p)
{
	if (p[0] < 0x20 || p[0] == 0x7F)
		return 1;
	if (p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F)
		return 2;
	if (p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
		return 3;
	if (p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE)
		return 3;
	return 0;
}

static char *without_forbidden(const char *text)
{
	char *copy = mem_text(text, strlen(text)), *to = copy;

	while (*text) {
		size_t length = forbidden((const unsigned char *)text);

		*to++ = length ? ' ' : *text;
		text += length ? length : 1;
	}
	*to = '\0';
	return copy;
}

char *layout_clean(const char *text, int is_text)
{
	char *plain = without_forbidden(text), *escaped;
	size_t size = 4 * strlen(plain) + 1;

	if (!is_text)
		return plain;
	escaped = mem_new(size + 4, 1);
	text_escape(escaped, size + 4, plain, strlen(plain));
	free(plain);
	return escaped;
}

/* Bytes of the longest start of the text that takes at most so many columns. */
static size_t fitting(const char *text, size_t columns)
{
	size_t end = 0, next = 0;

	while (text[next] && next < NAME_BYTES_MAX) {
		char *start;
		int fits;

		do
			next++;
		while (((unsigned char)text[next] & 0xC0) == 0x80);
		start = mem_text(text, next);
		fits = text_width(start) <= columns;
		free(start);
		if (!fits)
			break;
		end = next;
	}
	return end;
}

static size_t columns_in(const struct layout *layout, enum layout_font font, double width)
{
	double columns = floor(width / metric(layout, font)->character);

	return columns > 2 ? (size_t)columns : 2;
}

/* Copy, with an ellipsis where it had to be cut. */
static char *cut(const struct layout *layout, enum layout_font font, const char *text, double width)
{
	size_t columns = columns_in(layout, font, width);
	size_t end = fitting(text, columns);
	char *copy;

	if (!text[end])
		return mem_text(text, end);
	end = fitting(text, columns - 1);
	copy = mem_new(end + 4, 1);
	memcpy(copy, text, end);
	memcpy(copy + end, "\342\200\246", 4);
	return copy;
}

/* Takes the text. */
static void add_text(struct layout *layout, double x, double y, enum layout_align align,
		     enum layout_font font, char *text)
{
	layout->texts = mem_grow(layout->texts, layout->text_count, &layout->text_capacity,
				 sizeof *layout->texts);
	layout->texts[layout->text_count++] = (struct layout_text){ x, y, align, font, text };
}

static void add_sample(struct layout *layout, enum layout_sample_kind kind, size_t group, double x,
		       double y)
{
	layout->samples = mem_grow(layout->samples, layout->sample_count, &layout->sample_capacity,
				   sizeof *layout->samples);
	layout->samples[layout->sample_count++] = (struct layout_sample){ kind, group, x, y };
}

/* Where a line ends: after the last word that fits, or inside a word that fits nowhere. */
static size_t line_end(const char *text, size_t columns)
{
	size_t end = fitting(text, columns), blank = end;

	if (!text[end] || text[end] == ' ')
		return end;
	while (blank > 0 && text[blank - 1] != ' ')
		blank--;
	return blank > 0 ? blank : end;
}

/* Lines from `top` downwards; returns where the next thing can stand. */
static double add_lines(struct layout *layout, enum layout_font font, double top, int most,
			const char *text)
{
	double width = layout->width - 2 * margin(layout), line = metric(layout, font)->line;
	char *clean = layout_clean(text, layout->is_text);
	const char *rest = clean + strspn(clean, " ");

	for (int i = 1; i <= most && *rest; i++, top += line) {
		size_t end = line_end(rest, columns_in(layout, font, width));
		char *piece = i < most ? mem_text(rest, end) : cut(layout, font, rest, width);

		add_text(layout, margin(layout), top + line / 2, LAYOUT_LEFT, font, piece);
		rest += end;
		rest += strspn(rest, " ");
	}
	free(clean);
	return top;
}

/* ---- the legend ----------------------------------------------------------------- */

struct pen {
	double x, top;
	int used;                /* something stands in this line */
};

static void add_entry(struct layout *layout, struct pen *pen, enum layout_sample_kind kind,
		      size_t group, const char *text)
{
	double start = margin(layout), end = layout->width - margin(layout);
	double line = metric(layout, LAYOUT_TEXT)->line, sample = layout_sample_width(layout);
	double room = end - start - sample - gap(layout);
	char *clean = layout_clean(text, layout->is_text);
	char *label = cut(layout, LAYOUT_TEXT, clean, room);
	double width = sample + gap(layout) + width_of(layout, LAYOUT_TEXT, label);

	free(clean);
	if (pen->used && pen->x + width > end) {
		pen->x = start;
		pen->top += line;
	}
	add_sample(layout, kind, group, pen->x, pen->top + line / 2);
	add_text(layout, pen->x + sample + gap(layout), pen->top + line / 2, LAYOUT_LEFT,
		 LAYOUT_TEXT, label);
	pen->x += width + 2 * gap(layout);
	pen->used = 1;
}

struct content {
	int smooth, provisional, apart;
	const struct drawing_group *marked[3];   /* by kind: a group with such a mark, or NULL */
};

/* Do several groups share the frame? */
static int shared(const struct layout *layout, const struct drawing *drawing)
{
	return drawing->count > 1 && (!layout->panels || drawing->each);
}

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
	int last = layout->is_text || shared(layout, drawing) ? DRAWING_PEAK : DRAWING_CORE;

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

static double add_legend(struct layout *layout, const struct drawing *drawing, double top)
{
	const char *smooth = drawing->smooth_label ? drawing->smooth_label : _("smoothed");
	struct content has = content_of(drawing);
	struct pen pen = { margin(layout), top, 0 };

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
	return pen.used ? pen.top + metric(layout, LAYOUT_TEXT)->line : top;
}

/* ---- the vertical axis ---------------------------------------------------------- */

/* 1, 2 or 5 times a power of ten, not less than the least step. */
static double round_step(double least)
{
	double power = pow(10, floor(log10(least)));
	double head = least / power;

	return power * (head <= 1.0000001 ? 1 : head <= 2.0000001 ? 2 : head <= 5.0000001 ? 5 : 10);
}

/* How high the axis must be for these values and their intervals. */
static double span_top(struct layout *layout, const struct drawing_span *span)
{
	double high = fmax(span->high, 0), top = high;

	if (layout->bands)
		top = fmax(top, span->band_high);
	if (layout->bands_all)
		top = fmax(top, span->band_all_high);
	layout->cut |= high > 0 && top > SQUASH_MAX * high;
	return layout->cut ? SQUASH_MAX * high : top;
}

static void choose_bands(struct layout *layout, const struct drawing *drawing,
			 const struct drawing_range *range)
{
	layout->bands = fmax(range->joined.band_high, range->apart.band_high) > -INFINITY &&
			(!layout->is_text || !shared(layout, drawing));
	layout->bands_all = fmax(range->joined.band_all_high, range->apart.band_all_high) >
				    -INFINITY &&
			    !layout->is_text &&
			    (layout->panels || drawing->count <= BANDS_ALL_GROUPS_MAX);
}

/* How low: intervals of values that cannot be negative may well begin below 0. */
static double span_low(const struct layout *layout, const struct drawing_span *span)
{
	double low = fmin(span->low, 0);

	if (low < 0 && layout->bands)
		low = fmin(low, span->band_low);
	if (low < 0 && layout->bands_all)
		low = fmin(low, span->band_all_low);
	return low;
}

/* What the axis must hold, before it is rounded. */
static void value_extent(struct layout *layout, const struct drawing *drawing,
			 const struct drawing_range *range)
{
	struct drawing_span both = range->joined;
	double top = span_top(layout, &range->joined);

	layout->beyond = !shared(layout, drawing) && top > 0 && range->apart.high > APART_MAX * top;
	layout->low = fmin(span_low(layout, &range->joined), span_low(layout, &range->apart));
	layout->high = top;
	if (layout->beyond)
		return;
	layout->cut = 0;
	both.high = fmax(both.high, range->apart.high);
	both.band_high = fmax(both.band_high, range->apart.band_high);
	both.band_all_high = fmax(both.band_all_high, range->apart.band_all_high);
	layout->high = span_top(layout, &both);
}

static void value_axis(struct layout *layout)
{
	double line = metric(layout, LAYOUT_TEXT)->line;
	double most = fmax(2, floor((layout->bottom - layout->top) / (2.2 * line)));
	double step;
	long from, to;

	if (!(layout->high - layout->low > VANISHING))
		layout->high = layout->low + 1;
	step = round_step((layout->high - layout->low) / fmin(most, VALUE_STEPS_MAX));
	from = lround(floor(layout->low / step + 1e-9));
	to = lround(ceil(layout->high / step - 1e-9));
	layout->low = (double)from * step;
	layout->high = (double)to * step;
	for (long i = from; i <= to; i++) {
		layout->value_ticks = mem_grow(layout->value_ticks, layout->value_tick_count,
					       &layout->value_tick_capacity,
					       sizeof *layout->value_ticks);
		layout->value_ticks[layout->value_tick_count++] =
			(struct layout_tick){ (double)i * step, 1 };
	}
}

static int decimals(const struct layout *layout)
{
	double step = layout->value_ticks[1].at - layout->value_ticks[0].at;

	return step >= 1 ? 0 : (int)-floor(log10(step) + 1e-9);
}

static double value_label_width(const struct layout *layout)
{
	double most = 0;

	for (size_t i = 0; i < layout->value_tick_count; i++) {
		char text[32];

		drawing_number(text, layout->value_ticks[i].at, decimals(layout));
		most = fmax(most, width_of(layout, LAYOUT_TEXT, text));
	}
	return most;
}

static void add_value_labels(struct layout *layout, const struct layout_frame *frame)
{
	double scale = (layout->bottom - layout->top) / (layout->high - layout->low);

	for (size_t i = 0; i < layout->value_tick_count; i++) {
		double at = layout->value_ticks[i].at;
		char text[32];

		drawing_number(text, at, decimals(layout));
		add_text(layout, layout->left - gap(layout),
			 frame->bottom - (at - layout->low) * scale + (layout->is_text ? 0.5 : 0),
			 LAYOUT_RIGHT, LAYOUT_TEXT, mem_text(text, strlen(text)));
	}
}

/* ---- the horizontal axis -------------------------------------------------------- */

static double at_x(const struct layout *layout, const struct layout_frame *frame, double at)
{
	return frame->left + (at - layout->first) * (layout->right - layout->left) /
	       (layout->last - layout->first);
}

/* The widest thing under a labelled position. */
static double at_label_width(const struct layout *layout, const struct drawing *drawing,
			     const struct drawing_range *range)
{
	char last[16], count[32];

	drawing->write(last, drawing->kind, range->last);
	snprintf(count, sizeof count, "%ld", range->n_high);
	return fmax(width_of(layout, LAYOUT_TEXT, last),
		    drawing->n_label ? width_of(layout, LAYOUT_SMALL, count) : 0);
}

static int step_for(const struct drawing *drawing, double unit, double width)
{
	const int *step = drawing->steps;

	while (*step * unit < width && step[1])
		step++;
	return *step;
}

static void add_at_tick(struct layout *layout, long at, int labelled)
{
	layout->at_ticks = mem_grow(layout->at_ticks, layout->at_tick_count,
				    &layout->at_tick_capacity, sizeof *layout->at_ticks);
	layout->at_ticks[layout->at_tick_count++] = (struct layout_tick){ (double)at, labelled };
}

static void at_axis(struct layout *layout, const struct drawing *drawing,
		    const struct drawing_range *range, double label_width)
{
	double unit = (layout->right - layout->left) / (layout->last - layout->first);
	int step = step_for(drawing, unit, label_width + 2 * gap(layout));
	int each = !layout->is_text && unit >= 4, labels = 0;

	for (long at = range->first; at <= range->last; at++) {
		int labelled = at % step == 0;

		labels += labelled;
		if (labelled || each)
			add_at_tick(layout, at, labelled);
	}
	if (!labels)
		add_at_tick(layout, range->first, 1);
}

static void add_at_labels(struct layout *layout, const struct drawing *drawing,
			  const struct layout_frame *frame, double y)
{
	for (size_t i = 0; i < layout->at_tick_count; i++) {
		const struct layout_tick *tick = &layout->at_ticks[i];
		char text[16];

		if (!tick->labelled)
			continue;
		drawing->write(text, drawing->kind, lround(tick->at));
		add_text(layout, at_x(layout, frame, tick->at), y, LAYOUT_CENTRE, LAYOUT_TEXT,
			 mem_text(text, strlen(text)));
	}
}

/* ---- the rows of counts --------------------------------------------------------- */

/* In a table with rows for some positions only, the next one's: so many are left by then. */
static long count_at(const struct drawing *drawing, const struct drawing_group *group, long at)
{
	for (size_t p = 0; p < group->count; p++)
		if (group->points[p].at == at || (drawing->stairs && group->points[p].at > at))
			return group->points[p].n;
	return -1;
}

static void add_count_row(struct layout *layout, const struct drawing *drawing,
			  const struct layout_frame *frame, size_t group, double y)
{
	for (size_t i = 0; i < layout->at_tick_count; i++) {
		const struct layout_tick *tick = &layout->at_ticks[i];
		long n = count_at(drawing, &drawing->groups[group], lround(tick->at));
		char text[32];

		if (!tick->labelled || n < 0)
			continue;
		snprintf(text, sizeof text, "%ld", n);
		add_text(layout, at_x(layout, frame, tick->at), y, LAYOUT_CENTRE, LAYOUT_SMALL,
			 mem_text(text, strlen(text)));
	}
}

/* Groups in the lower frame are made from those in the upper one, and have no cases of their own. */
static size_t counted(const struct layout *layout, const struct drawing *drawing)
{
	return drawing->count - (layout->stacked ? drawing->below : 0);
}

static double add_counts(struct layout *layout, const struct drawing *drawing, double top)
{
	double line = metric(layout, LAYOUT_SMALL)->line;

	top = add_lines(layout, LAYOUT_SMALL, top, 1, drawing->n_label);
	for (size_t i = 0; i < counted(layout, drawing); i++, top += line) {
		if (drawing->count > 1)
			add_sample(layout, SAMPLE_POINT, i, layout->is_text ? 0 : margin(layout),
				   top + line / 2);
		add_count_row(layout, drawing, &layout->frames[0], i, top + line / 2);
	}
	return top;
}

/* ---- all of it ------------------------------------------------------------------ */

static double head(struct layout *layout, const struct drawing *drawing)
{
	double top = margin(layout) / 2;

	if (layout->is_text)
		top = 0;
	if (drawing->title)
		top = add_lines(layout, LAYOUT_TITLE, top, TITLE_LINES_MAX, drawing->title);
	top = add_legend(layout, drawing, top) + (layout->is_text ? 0 : gap(layout) / 2);
	top = add_lines(layout, LAYOUT_TEXT, top, LABEL_LINES_MAX, drawing->value_label);
	return top + (layout->is_text ? 0 : gap(layout));
}

static double ticks_height(const struct layout *layout)
{
	return (layout->is_text ? 1 : gap(layout)) + metric(layout, LAYOUT_TEXT)->line;
}

/* Groups in each of several frames. */
static size_t in_frame(const struct drawing *drawing)
{
	return drawing->each ? drawing->each : 1;
}

/* What stands above and below each of several frames: the name; tick labels, counts. */
static double panel_head(const struct layout *layout)
{
	if (!layout->panels && !layout->stacked)
		return 0;
	return metric(layout, LAYOUT_TEXT)->line + (layout->is_text ? 0 : 4);
}

static double panel_foot(const struct layout *layout, const struct drawing *drawing)
{
	double small = metric(layout, LAYOUT_SMALL)->line;

	if (layout->stacked)
		return ticks_height(layout);
	if (!layout->panels)
		return 0;
	return ticks_height(layout) + (drawing->n_label ? small * (double)in_frame(drawing) : 0);
}

/* What stands below all frames: tick labels and counts of the only one, label, note. */
static double foot_height(const struct layout *layout, const struct drawing *drawing)
{
	double text = metric(layout, LAYOUT_TEXT)->line, small = metric(layout, LAYOUT_SMALL)->line;
	double height = layout->frame_count > 1 ? 0 : ticks_height(layout);

	if (drawing->at_label)
		height += text;
	if (drawing->n_label)
		height += small * (layout->panels ? 1 : (double)(counted(layout, drawing) + 1));
	if (layout->cut)
		height += small;
	return height + (layout->is_text ? 0 : gap(layout));
}

static void name_frame(struct layout *layout, const struct drawing *drawing,
		       const struct layout_frame *frame)
{
	const struct drawing_group *group = &drawing->groups[frame->group];
	const char *name = layout->stacked ? drawing->frame_labels[frame->group > 0] :
			   group->frame ? group->frame : group->name;
	char *clean = layout_clean(name, layout->is_text);

	add_text(layout, frame->left,
		 frame->top - panel_head(layout) + metric(layout, LAYOUT_TEXT)->line / 2, LAYOUT_LEFT,
		 LAYOUT_TEXT, cut(layout, LAYOUT_TEXT, clean, frame->right - frame->left));
	free(clean);
}

/* Below a frame of its own, a row for each of its groups. */
static double frame_counts(struct layout *layout, const struct drawing *drawing,
			   const struct layout_frame *frame, double top)
{
	double small = metric(layout, LAYOUT_SMALL)->line;

	for (size_t i = frame->group; i < frame->end; i++, top += small) {
		if (drawing->each)
			add_sample(layout, SAMPLE_POINT, i, frame->left - 2 * gap(layout),
				   top + small / 2);
		add_count_row(layout, drawing, frame, i, top + small / 2);
	}
	return top;
}

static double panel(struct layout *layout, const struct drawing *drawing,
		    const struct layout_frame *frame)
{
	double top = frame->bottom + (layout->is_text ? 1 : gap(layout));
	double text = metric(layout, LAYOUT_TEXT)->line;

	if (frame->left <= layout->left)
		add_value_labels(layout, frame);
	add_at_labels(layout, drawing, frame, top + text / 2);
	if (layout->panels || layout->stacked)
		name_frame(layout, drawing, frame);
	if (!layout->panels || !drawing->n_label)
		return top + text;
	return frame_counts(layout, drawing, frame, top + text);
}

static void add_counts_note(struct layout *layout, const struct drawing *drawing, double top)
{
	char text[200];

	snprintf(text, sizeof text, _("Small figures: %s"), drawing->n_label);
	add_lines(layout, LAYOUT_SMALL, top, 1, text);
}

/* `top` is below the tick labels. */
static void foot(struct layout *layout, const struct drawing *drawing, double top)
{
	double text = metric(layout, LAYOUT_TEXT)->line;

	if (drawing->at_label) {
		add_text(layout, layout->width - margin(layout), top + text / 2, LAYOUT_RIGHT,
			 LAYOUT_TEXT, cut(layout, LAYOUT_TEXT, drawing->at_label,
					  layout->width - 2 * margin(layout)));
		top += text;
	}
	if (drawing->n_label && layout->panels) {
		add_counts_note(layout, drawing, top);
		top += metric(layout, LAYOUT_SMALL)->line;
	} else if (drawing->n_label) {
		top = add_counts(layout, drawing, top);
	}
	if (layout->cut)
		add_lines(layout, LAYOUT_SMALL, top, 1,
			  _("Intervals that reach the top go on above it."));
}

static int refuse_size(const struct layout *layout, double least_width, double least_height,
		       struct fault *fault)
{
	return fault_set(fault, STATUS_USAGE,
			 N_("%.0fx%.0f is too small for this chart; it needs %.0fx%.0f or more"),
			 layout->width, layout->height, fmax(least_width, layout->width),
			 fmax(least_height, layout->height));
}

/* Top and bottom of the first frame. */
static int stand(struct layout *layout, const struct drawing *drawing, int grows,
		 struct fault *fault)
{
	double line = metric(layout, LAYOUT_TEXT)->line, rows = (double)layout->down;
	double least = (!grows ? FRAME_LINES_MIN : layout->frame_count > 1 ? PANEL_LINES :
									 FRAME_LINES) * line;
	double around = panel_head(layout) + panel_foot(layout, drawing) +
			(layout->frame_count > 1 ? gap(layout) : 0);
	double first = head(layout, drawing), each, lacking;

	each = (layout->height - foot_height(layout, drawing) - first) / rows - around;
	lacking = ceil((least - each) * rows);
	if (lacking > 0 && !grows)
		return refuse_size(layout, 0, layout->height + lacking, fault);
	if (lacking > 0) {
		layout->height += lacking;
		each += lacking / rows;
	}
	layout->top = first + panel_head(layout);
	layout->bottom = layout->top + (layout->is_text ? floor(each) : each);
	return 0;
}

/* Between frames side by side: the labels of both stand out. */
static double between(const struct layout *layout, double label_width)
{
	return fmax(3 * gap(layout), label_width + gap(layout));
}

/* Left and right of the first frame. */
static int widen(struct layout *layout, double label_width, struct fault *fault)
{
	double right, across = (double)layout->across, each, lacking;

	layout->left = margin(layout) + gap(layout) +
		       fmax(value_label_width(layout), label_width / 2);
	right = layout->width - fmax(margin(layout), label_width / 2);
	each = (right - layout->left - (across - 1) * between(layout, label_width)) / across;
	layout->right = layout->left + (layout->is_text ? floor(each) : each);
	lacking = ceil((2 * label_width - each) * across);
	return lacking > 0 ? refuse_size(layout, layout->width + lacking, 0, fault) : 0;
}

static int places_left(int groups, int across)
{
	return (across - groups % across) % across;
}

/* Rows of frames that leave few gaps and are not narrower than they can be read. */
static void arrange(struct layout *layout, const struct drawing *drawing)
{
	int groups = (int)(drawing->count / in_frame(drawing)), most;
	int usual = layout->is_text ? DRAWING_SHARED_MAX : SHARED_USUAL_MAX;

	layout->across = layout->down = 1;
	layout->panels = groups > usual || (drawing->panels && groups > 1) || drawing->each;
	layout->stacked = !layout->panels && drawing->below > 0;
	layout->frame_count = layout->panels ? (size_t)groups : layout->stacked ? 2 : 1;
	if (layout->stacked)
		layout->down = 2;
	if (!layout->panels)
		return;
	most = (int)(layout->width / (PANEL_COLUMNS * metric(layout, LAYOUT_TEXT)->character));
	while (layout->across * layout->across < groups && layout->across < most)
		layout->across++;
	if (layout->across < most && places_left(groups, layout->across + 1) <
				     places_left(groups, layout->across))
		layout->across++;
	layout->down = (groups + layout->across - 1) / layout->across;
}

static void add_frames(struct layout *layout, const struct drawing *drawing, double label_width)
{
	double width = layout->right - layout->left + between(layout, label_width);
	double height = layout->bottom - layout->top + panel_head(layout) +
			panel_foot(layout, drawing) + gap(layout);

	layout->frames = mem_new(layout->frame_count, sizeof *layout->frames);
	for (size_t i = 0; i < layout->frame_count; i++) {
		double x = (double)(i % (size_t)layout->across) * width;
		double y = (double)(i / (size_t)layout->across) * height;
		size_t upper = counted(layout, drawing), each = in_frame(drawing);

		layout->frames[i] = (struct layout_frame){
			layout->left + x, layout->right + x, layout->top + y, layout->bottom + y,
			layout->panels ? i * each : i ? upper : 0,
			layout->panels ? (i + 1) * each : i ? drawing->count : upper };
	}
}

static void furnish(struct layout *layout, const struct drawing *drawing)
{
	double top = 0;

	for (size_t i = 0; i < layout->frame_count; i++)
		top = fmax(top, panel(layout, drawing, &layout->frames[i]));
	foot(layout, drawing, top);
}

int layout_make(struct layout *layout, const struct drawing *drawing,
		const struct picture_size *size, int is_text, struct fault *fault)
{
	struct drawing_range range = drawing_range(drawing);
	double label_width;

	*layout = (struct layout){ .is_text = is_text, .width = size->width,
				   .height = size->height, .first = (double)range.first - 0.5,
				   .last = (double)range.last + 0.5 };
	arrange(layout, drawing);
	choose_bands(layout, drawing, &range);
	value_extent(layout, drawing, &range);
	if (stand(layout, drawing, size->grows, fault) != 0)
		return -1;
	value_axis(layout);
	label_width = at_label_width(layout, drawing, &range);
	if (widen(layout, label_width, fault) != 0)
		return -1;
	at_axis(layout, drawing, &range, label_width);
	add_frames(layout, drawing, label_width);
	furnish(layout, drawing);
	return 0;
}

void layout_free(struct layout *layout)
{
	for (size_t i = 0; i < layout->text_count; i++)
		free(layout->texts[i].text);
	free(layout->frames);
	free(layout->texts);
	free(layout->samples);
	free(layout->at_ticks);
	free(layout->value_ticks);
	*layout = (struct layout){ 0 };
}
