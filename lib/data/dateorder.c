/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dateorder - in which order the dates of a file stand. */
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/dateorder.h"
#include "data/dates.h"

/* The canonical columns of all tables that hold dates. */
static const char *const columns[] = { "date", "entered", "first_contact", "assigned", "closed",
				       "applied", "decided", "from", "to" };

enum { COLUMNS = sizeof columns / sizeof *columns };

enum date_order dateorder_stated(const struct source *source, const struct profile *profile,
				 const char *canonical)
{
	if (profile == source->profile && source->dates_stated)
		return source->date_order;
	return profile_order(profile, canonical);
}

static int is_undecided(const struct source *source, const struct profile *profile,
			const char *header)
{
	for (int i = 0; i < COLUMNS; i++)
		if (profile_is(profile, columns[i], header) &&
		    dateorder_stated(source, profile, columns[i]) == DATE_AUTO)
			return 1;
	return 0;
}

static int any_undecided(const struct source *source, const struct profile *profile)
{
	for (int i = 0; i < COLUMNS; i++)
		if (dateorder_stated(source, profile, columns[i]) == DATE_AUTO)
			return 1;
	return 0;
}

static int count_votes(struct csv_reader *csv, struct date_votes *votes, struct fault *fault)
{
	struct csv_row row;
	int more;

	while ((more = csv_next(csv, &row, fault)) == 1)
		for (size_t i = 0; i < row.width; i++)
			if (row.cells[i].length)
				dates_vote(&votes[i], row.cells[i].text, row.cells[i].length,
					   row.line);
	return more;
}

/* What is wrong with rows is found when they are read for good. */
static int decide(const struct source *source, const struct profile *profile, const char *path,
		  const struct csv_layout *layout, enum date_order **orders, struct fault *fault)
{
	struct findings findings = { 0 };
	struct csv_reader *csv = csv_open(path, layout, &findings, fault);
	struct date_votes *votes;
	int result = csv ? 0 : -1;

	if (csv) {
		for (size_t i = 0; i < csv_width(csv); i++)
			if (is_undecided(source, profile, csv_name(csv, i)))
				csv_want(csv, i);
		votes = mem_new(csv_width(csv), sizeof *votes);
		*orders = mem_new(csv_width(csv), sizeof **orders);
		result = count_votes(csv, votes, fault);
		for (size_t i = 0; i < csv_width(csv) && result == 0; i++)
			result = dates_decide(&votes[i], csv_file(csv), csv_name(csv, i),
					      &(*orders)[i], fault);
		free(votes);
	}
	csv_close(csv);
	findings_free(&findings);
	return result;
}

int dateorder_read(const struct source *source, const struct profile *profile, const char *path,
		   const struct csv_layout *layout, enum date_order **orders, struct fault *fault)
{
	int is_stdin = strcmp(path, "-") == 0;
	struct stat there;

	*orders = NULL;
	if (!any_undecided(source, profile))
		return 0;
	if (is_stdin && spool_stdin(fault) != 0)
		return -1;
	if (!is_stdin && stat(path, &there) == 0 && !S_ISREG(there.st_mode) &&
	    !S_ISDIR(there.st_mode))
		return fault_at(fault, STATUS_USAGE, path, 0, 0,
				N_("is read twice for the order of its dates: give a file, "
				   "standard input, or --date-order"));
	if (decide(source, profile, path, layout, orders, fault) != 0)
		return -1;
	return is_stdin ? spool_rewind_stdin(fault) : 0;
}
