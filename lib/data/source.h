/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source - where the records come from: the options that all reading tools share.
 *
 * Layout of the file, the effort column, the case table, the window and the rules
 * for first contacts and silence. Values are checked here; files are opened later. */
#ifndef VL_SOURCE_H
#define VL_SOURCE_H

#include "base/opt.h"
#include "data/csv.h"
#include "data/profile.h"
#include "data/window.h"

/* How the file is laid out. */
#define SOURCE_LAYOUT_OPTIONS \
	OPT_PROFILE, OPT_ENCODING, OPT_DELIMITER, OPT_SKIP, OPT_DATE_ORDER, OPT_JOIN, \
	OPT_MINUTES_EACH
#define SOURCE_OPTIONS \
	SOURCE_LAYOUT_OPTIONS, OPT_EFFORT, OPT_CASES, OPT_SINCE, OPT_UNTIL, OPT_PARTIAL, \
	OPT_WASHOUT, OPT_SILENCE, OPT_BY, OPT_ADVISERS, OPT_APPROVALS, OPT_SERVICE_RULE, \
	OPT_THREADS

struct source {
	const char *file;               /* "-" = standard input */
	int beside;                     /* the file is one of the tables beside the consultations */
	const char *cases_file;         /* NULL = none */
	const char *approvals_file;     /* NULL = none */
	const struct profile *profile;
	struct csv_layout layout;       /* of the profile, with what the options say instead */
	const struct profile *tables;   /* profile of the case table and the others */
	struct csv_layout tables_layout;
	const char *join_file;          /* NULL = none */
	const char *minutes;            /* list of --minutes-each; NULL = none */
	enum date_order date_order;     /* with dates_stated, by --date-order */
	int dates_stated, skip_stated;
	char effort[128];               /* canonical or the file's own name of the column */
	enum effort_unit unit;
	const char *by;                 /* NULL = no groups */
	int advisers;
	struct window window;
	int partial;
	int service_rule;               /* services by rule (data/service.h), not as recorded */
	int service;                    /* asked by the tool: each case's service as well */
	int unordered;                  /* the tool goes by case numbers: cases are not sorted */
	int own_approvals;              /* the tool reads the approvals itself, rule or not */
	int washout;                    /* days */
	int silence;                    /* months, g */
	size_t threads;                 /* 0 = all processors */
};

void source_start(struct source *source);
/* 1 if the option was one of these. */
int source_option(struct source *source, const struct command_line *line, enum option_id option);
/* Layouts, and the tables' profile, as the profile has them where no option says otherwise;
 * source_finish does it. */
void source_layout(struct source *source);
/* The file is one of the tables beside the consultations: their layout is that of which the options
 * speak. Before source_finish. */
void source_beside(struct source *source);
/* After the last option: the operand, and what must hold between options. */
void source_finish(struct source *source, const struct command_line *line);

#endif
