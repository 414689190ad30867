/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output - the options about results that all tools share, and the last step of each.
 *
 * -f FORM (text on a terminal, otherwise csv), --hmm, --meta FILE; for tools with much to say
 * --save-text FILE (OPT_SAVE_TEXT), so that table and words come from one run. output_print writes
 * the table to standard output and the settings to the meta file; nothing of either is
 * written before the table is complete. */
#ifndef VL_OUTPUT_H
#define VL_OUTPUT_H

#include <stdint.h>
#include "base/diag.h"
#include "base/opt.h"
#include "show/table.h"

#define OUTPUT_OPTIONS OPT_FORMAT, OPT_HMM, OPT_META

struct output {
	int format;              /* enum table_format, or -1 = by where it goes */
	int hours_minutes;
	const char *meta;        /* path or NULL */
	const char *sentences;   /* the same, of --save-text */
};

#define OUTPUT_DEFAULT { .format = -1 }

/* 1 if the option was one of these. */
int output_option(struct output *output, const struct command_line *line, enum option_id option);

/* What stands in a group column: "(all)" for NULL, "(none)" for an empty value. */
const char *group_label(const char *value);

/* Settings of one run as a JSON object, written in the order added. */
struct meta;
struct meta *meta_new(void);
void meta_free(struct meta *meta);
void meta_text(struct meta *meta, const char *name, const char *value);
void meta_number(struct meta *meta, const char *name, double value);   /* NaN: null */
void meta_count(struct meta *meta, const char *name, int64_t value);
void meta_open(struct meta *meta, const char *name);      /* a nested object */
void meta_close(struct meta *meta);
/* Into a file, whole or not at all; the functions below do so where --meta asks for it. */
int meta_write(const struct meta *meta, const char *path, struct fault *fault);

/* The form that holds: as asked, or by where standard output goes. */
enum table_format output_form(const struct output *output);
int output_print(const struct output *output, const struct table *table, const struct meta *meta,
		 struct fault *fault);
/* Sentences instead of a table. */
int output_text(const struct output *output, const char *text, const struct meta *meta,
		struct fault *fault);
/* Where --save-text asks for it, before the table is printed: these sentences, or those above
 * it. */
int output_save_text(const struct output *output, const char *text, struct fault *fault);
int output_save_notes(const struct output *output, const struct table *table, struct fault *fault);
/* The same in two steps, for a table that may be long: output_begin before its first row, when
 * nothing can fail any more. In CSV the rows then go out as they come; other forms hold them. */
int output_begin(const struct output *output, struct table *table, const struct meta *meta,
		 struct fault *fault);
void output_end(const struct output *output, struct table *table);

#endif
