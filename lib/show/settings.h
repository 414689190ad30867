/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings - how a result came about, said once for all tools: in --meta, in the lines above
 * a table for people, and with --verbose on standard error. */
#ifndef VL_SETTINGS_H
#define VL_SETTINGS_H

#include "data/caseload.h"
#include "show/output.h"

void meta_date(struct meta *meta, const char *name, int32_t date);
/* Objects "source", "window" and "rules" of the meta file. */
void meta_source(struct meta *meta, const struct source *source, const struct intake *intake,
		 const struct window *window);
void meta_caseload(struct meta *meta, const struct source *source,
		   const struct caseload *caseload);
/* "Window 2019-07-01 to 2024-12-31" and what was left out. */
void describe_window(char *to, size_t size, const struct intake *intake,
		     const struct window *window);
/* The same as a line above a table. */
void note_window(struct table *table, const struct intake *intake, const struct window *window);
/* How many cases stay out since they may have begun before the window, if any. */
void note_prevalent(struct table *table, const struct caseload *caseload);
/* The window on standard error, with --verbose. */
void say_intake(const struct intake *intake, const struct window *window);

#endif
