/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drawing - what a chart shows, apart from how it is drawn.
 *
 * Groups of points along one axis of whole positions (case months, or periods
 * numbered so that consecutive ones differ by 1). A value that is not there is
 * NAN, a count that is not there -1: a gap, never 0. Texts are borrowed, except
 * the names of groups, which are copied. */
#ifndef VL_DRAWING_H
#define VL_DRAWING_H

#include <stddef.h>
#include "base/diag.h"

/* More groups than colours and shapes that anybody can tell apart do not share a frame, and
 * more frames than can be looked at together are not drawn. */
enum { DRAWING_SHARED_MAX = 7, DRAWING_GROUPS_MAX = 12, DRAWING_WORDS = 160 };

struct drawing_point {
	long at;
	double value;
	double lower, upper;            /* pointwise interval */
	double lower_all, upper_all;    /* simultaneous band; of a forecast the outer one */
	double lower_core, upper_core;  /* of a forecast: the inner band, where it has a label */
	double limit;                   /* capacity, where it has a label */
	double smooth;
	long n;                         /* cases behind the value */
	int provisional;
	long line;                      /* of the table, for messages */
};

/* What is known about a curve as a whole; NAN = not reported, and then it is not drawn. */
struct drawing_mark {
	double value, lower, upper;
};

struct drawing_marks {
	struct drawing_mark early, middle;      /* means of months 1-3 and 5-9 ... */
	struct drawing_mark rise;               /* ... and their difference */
	struct drawing_mark peak;               /* month; the limits are the set's ends */
	struct drawing_mark core_from, core_to; /* first and last month of the core phase */
};

enum drawing_mark_kind { DRAWING_PEAK, DRAWING_RISE, DRAWING_CORE };

struct drawing_group {
	char *name;                     /* "" where there is only one */
	char *frame;                    /* with `each`: what stands above its frame; else NULL ... */
	const char *part;               /* ... and what it is called in every frame */
	struct drawing_point *points;   /* in order of `at` after drawing_ready */
	size_t count, capacity;
	struct drawing_marks marks;
};

struct drawing {
	struct drawing_group *groups;
	size_t count, capacity;
	const char *file;               /* of the table, for messages */
	const char *title;              /* NULL = none */
	const char *value_label;        /* "hours per case" */
	const char *at_label;           /* "month since the first contact"; NULL = none */
	const char *n_label;            /* "cases at risk"; NULL = no row of counts */
	/* NULL = as of a curve with 95 % intervals, and neither inner band nor capacity */
	const char *band_label, *band_all_label, *core_label, *limit_label;
	const char *apart_label;        /* what is special about position `apart` ... */
	long apart;                     /* ... which is not joined to the others; -1 = none */
	const int *steps;               /* between labelled positions, finest first, ends with 0 */
	void (*write)(char to[16], int kind, long at);   /* the label of a position */
	int kind;                       /* handed to write() */
	const char *measure;            /* of a curve by case months; NULL = another table */
	int stairs;                     /* a value holds until the next point, however far */
	int panels;                     /* a frame for each group, also where there are few */
	size_t each;                    /* so many groups in each of several frames; 0 = not so */
	int single;                     /* neighbours are not joined */
	const char *smooth_label;       /* of the smooth lines; NULL = "smoothed"; "" = none */
	size_t below;                   /* the last groups stand in a frame of their own below ... */
	const char *frame_labels[2];    /* ... and this above the two frames */
	long landmark;                  /* a line before this position; 0 = none ... */
	const char *landmark_label;     /* ... and what it means */
};

/* The lowest and highest of values, smoothed ones included, and of intervals; infinite the
 * wrong way round where there are none. */
struct drawing_span {
	double low, high, band_low, band_high, band_all_low, band_all_high;
};

struct drawing_range {
	long first, last;               /* positions */
	struct drawing_span joined, apart;
	long n_high;
};

void drawing_free(struct drawing *drawing);
/* Index of the group of that name, which is added where it is new. */
size_t drawing_group(struct drawing *drawing, const char *name);
void drawing_add(struct drawing *drawing, size_t group, const struct drawing_point *point);
void drawing_drop(struct drawing *drawing, size_t group);
/* Sort the points. A fault where there is nothing to draw, too many groups to tell them
 * apart, or two points of a group at one position. */
int drawing_ready(struct drawing *drawing, struct fault *fault);

struct drawing_range drawing_range(const struct drawing *drawing);
/* Is there a mark of that kind to draw? And what it says, in a few words. */
int drawing_has_mark(const struct drawing_group *group, enum drawing_mark_kind kind);
void drawing_mark_words(char to[DRAWING_WORDS], const struct drawing_group *group,
			enum drawing_mark_kind kind);
/* Is point `index` joined to the one before it: neighbours, both there, neither apart? */
int drawing_joined(const struct drawing *drawing, const struct drawing_group *group, size_t index);
/* What the drawing shows in plain sentences, for those who cannot see it; the caller
 * frees it. Numbers are written with the decimal mark of the reader's language. */
char *drawing_describe(const struct drawing *drawing);
/* A number for people: so many decimals, the reader's decimal mark. */
void drawing_number(char to[32], double value, int decimals);

#endif
