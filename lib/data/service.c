/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service - which of the three services a consultation belongs to, by rule. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/cases.h"
#include "data/date.h"
#include "data/feed.h"
#include "data/intern.h"
#include "data/service.h"

#define NONE UINT32_MAX

struct approval {
	int32_t from, to;
	uint32_t next;          /* of the same case, or NONE */
};

struct facts {
	int32_t assigned;       /* or DATE_UNKNOWN */
	uint32_t approval;      /* the last read, or NONE */
};

struct service_rule {
	struct intern *cases;
	struct facts *facts;    /* by case */
	size_t capacity;
	struct approval *approvals;
	size_t approval_count, approval_capacity;
};

int32_t service_welcome_until(int32_t assigned)
{
	int year, month, day;

	date_to_civil(assigned, &year, &month, &day);
	if (!date_valid(year + 1, month, day))
		day--;
	return date_from_civil(year + 1, month, day);
}

/* ---- reading --------------------------------------------------------------------- */

/* One table: its rows, and where the id and the dates stand. */
struct table {
	struct feed *feed;
	int case_id, dates[2];
};

typedef void row_taker(struct service_rule *rule, struct table *table);

static struct facts *facts_of(struct service_rule *rule, struct csv_cell id)
{
	uint32_t known = intern_count(rule->cases);
	uint32_t number = intern_add(rule->cases, id.text, id.length);

	if (number == known) {
		rule->facts = mem_grow(rule->facts, number, &rule->capacity, sizeof *rule->facts);
		rule->facts[number] = (struct facts){ DATE_UNKNOWN, NONE };
	}
	return &rule->facts[number];
}

/* 1 if there is a date; a cell that is none goes to the findings. */
static int read_date(struct table *table, int which, int32_t *date)
{
	return feed_cell(table->feed, table->dates[which]).length &&
	       feed_date(table->feed, table->dates[which], date) == 0;
}

static void take_approval(struct service_rule *rule, struct table *table)
{
	struct approval approval;
	struct facts *facts;

	if (!feed_cell(table->feed, table->case_id).length) {
		feed_refuse(table->feed, table->case_id, STATUS_DATA,
			    N_("the id of a case must not be empty"));
		return;
	}
	if (!read_date(table, 0, &approval.from) || !read_date(table, 1, &approval.to))
		return;
	if (approval.to < approval.from) {
		feed_refuse(table->feed, table->dates[1], STATUS_DATA,
			    N_("the approval ends before it begins"));
		return;
	}
	facts = facts_of(rule, feed_cell(table->feed, table->case_id));
	approval.next = facts->approval;
	facts->approval = (uint32_t)rule->approval_count;
	rule->approvals = mem_grow(rule->approvals, rule->approval_count,
				   &rule->approval_capacity, sizeof *rule->approvals);
	rule->approvals[rule->approval_count++] = approval;
}

static void take_case(struct service_rule *rule, struct table *table)
{
	int32_t assigned;

	if (read_date(table, 0, &assigned))
		facts_of(rule, feed_cell(table->feed, table->case_id))->assigned = assigned;
}

static int read_rows(struct service_rule *rule, struct table *table, row_taker *take,
		     const char *const dates[2], struct fault *fault)
{
	int more;

	if (feed_column(table->feed, "case_id", 1, &table->case_id, fault) != 0)
		return -1;
	for (int i = 0; i < 2 && dates[i]; i++)
		if (feed_column(table->feed, dates[i], 1, &table->dates[i], fault) != 0)
			return -1;
	while ((more = feed_next(table->feed, fault)) == 1)
		take(rule, table);
	return more;
}

static int read_table(struct service_rule *rule, const struct source *source, const char *file,
		      row_taker *take, const char *const dates[2], struct findings *findings,
		      struct fault *fault)
{
	size_t before = findings->refused;
	struct table table;
	int result;

	if (!file)
		return 0;
	table.feed = feed_open(source, file, FEED_TABLE, findings, fault);
	if (!table.feed)
		return -1;
	result = read_rows(rule, &table, take, dates, fault);
	if (result == 0)
		result = feed_verdict(table.feed, findings->refused - before, fault);
	feed_close(table.feed);
	return result;
}

struct service_rule *service_new(const struct source *source, struct findings *findings,
				 struct fault *fault)
{
	static const char *const approval_dates[2] = { "from", "to" };
	static const char *const case_dates[2] = { "assigned", NULL };
	struct service_rule *rule = mem_new(1, sizeof *rule);

	rule->cases = intern_new();
	if (read_table(rule, source, source->approvals_file, take_approval, approval_dates,
		       findings, fault) == 0 &&
	    read_table(rule, source, source->cases_file, take_case, case_dates, findings,
		       fault) == 0)
		return rule;
	service_free(rule);
	return NULL;
}

void service_free(struct service_rule *rule)
{
	if (!rule)
		return;
	intern_free(rule->cases);
	free(rule->facts);
	free(rule->approvals);
	free(rule);
}

/* ---- the rule -------------------------------------------------------------------- */

static int is_approved(const struct service_rule *rule, const struct facts *facts, int32_t day)
{
	for (uint32_t i = facts->approval; i != NONE; i = rule->approvals[i].next)
		if (day >= rule->approvals[i].from && day <= rule->approvals[i].to)
			return 1;
	return 0;
}

struct csv_cell service_of(const struct service_rule *rule, struct csv_cell case_id, int32_t day)
{
	static const struct csv_cell none = { "", 0 }, special = { "special", 7 },
				     welcome = { "welcome", 7 }, general = { "general", 7 };
	uint32_t number = intern_find(rule->cases, case_id.text, case_id.length);
	const struct facts *facts = number == INTERN_NONE ? NULL : &rule->facts[number];

	if (!case_id.length)
		return none;
	if (facts && is_approved(rule, facts, day))
		return special;
	if (facts && facts->assigned != DATE_UNKNOWN && day >= facts->assigned &&
	    day <= service_welcome_until(facts->assigned))
		return welcome;
	return general;
}
