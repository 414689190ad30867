/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases - the case table. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/cases.h"
#include "data/feed.h"
#include "data/field.h"
#include "data/service.h"

struct columns {
	int case_id, first_contact, assigned, closed, persons, household, by, service;
};

static int find_columns(struct feed *feed, const struct source *source, struct columns *c,
			struct fault *fault)
{
	if (feed_column(feed, "case_id", 1, &c->case_id, fault) != 0 ||
	    feed_column(feed, "first_contact", 0, &c->first_contact, fault) != 0 ||
	    feed_column(feed, "assigned", 0, &c->assigned, fault) != 0 ||
	    feed_column(feed, "closed", 0, &c->closed, fault) != 0 ||
	    feed_column(feed, "persons", 0, &c->persons, fault) != 0 ||
	    feed_column(feed, "household_id", 0, &c->household, fault) != 0)
		return -1;
	c->by = c->service = FEED_NO_COLUMN;
	if (source->by && feed_column(feed, source->by, 0, &c->by, fault) != 0)
		return -1;
	return source->service ? feed_column(feed, "service", 0, &c->service, fault) : 0;
}

static int refuse(struct feed *feed, int column, const char *rule)
{
	return feed_refuse(feed, column, STATUS_DATA, rule);
}

static int read_date(struct feed *feed, int column, int32_t *date)
{
	*date = DATE_UNKNOWN;
	return feed_cell(feed, column).length ? feed_date(feed, column, date) : 0;
}

static int read_persons(struct feed *feed, int column, int32_t *persons)
{
	struct csv_cell text = feed_cell(feed, column);
	const char *rule;

	*persons = 0;
	if (!text.length)
		return 0;
	rule = count_read(text.text, text.length, persons);
	return rule ? refuse(feed, column, rule) : 0;
}

/* -1: a finding was added. */
static int read_row(struct feed *feed, const struct columns *c, struct case_entry *entry)
{
	if (!feed_cell(feed, c->case_id).length)
		return refuse(feed, c->case_id, N_("the id of a case must not be empty"));
	if (read_date(feed, c->first_contact, &entry->first_contact) != 0 ||
	    read_date(feed, c->assigned, &entry->assigned) != 0 ||
	    read_date(feed, c->closed, &entry->closed) != 0 ||
	    read_persons(feed, c->persons, &entry->persons) != 0)
		return -1;
	if (entry->first_contact != DATE_UNKNOWN && entry->closed < entry->first_contact)
		return refuse(feed, c->closed, N_("the case was closed before its first contact"));
	return 0;
}

static uint32_t intern_cell(struct intern *table, const struct feed *feed, int column)
{
	struct csv_cell text = feed_cell(feed, column);

	return text.length ? intern_add(table, text.text, text.length) : INTERN_NONE;
}

/* A case without a consultation is in the service of its first contact. */
static uint32_t intern_service(struct intern *values, const struct case_table *table,
			       struct csv_cell id, const struct case_entry *entry)
{
	struct csv_cell service;

	if (entry->first_contact == DATE_UNKNOWN)
		return INTERN_NONE;
	service = service_of(table->rule, id, entry->first_contact);
	return intern_add(values, service.text, service.length);
}

static void add(struct case_table *table, struct feed *feed, const struct source *source,
		const struct columns *c, struct case_entry *entry)
{
	struct csv_cell id = feed_cell(feed, c->case_id);
	uint32_t count = intern_count(table->ids);

	entry->household = intern_cell(table->households, feed, c->household);
	entry->by = intern_cell(table->by, feed, c->by);
	entry->service = intern_cell(table->services, feed, c->service);
	if (table->rule && source->by && profile_is(source->profile, "service", source->by))
		entry->by = intern_service(table->by, table, id, entry);
	if (table->rule && source->service)
		entry->service = intern_service(table->services, table, id, entry);
	if (intern_add(table->ids, id.text, id.length) != count) {
		refuse(feed, c->case_id, N_("a second row for the same case"));
		return;
	}
	table->entries = mem_grow(table->entries, count, &table->capacity, sizeof *table->entries);
	table->entries[count] = *entry;
}

static int read_rows(struct case_table *table, struct feed *feed, const struct source *source,
		     struct fault *fault)
{
	struct case_entry entry;
	struct columns columns;
	int more;

	if (find_columns(feed, source, &columns, fault) != 0)
		return -1;
	table->has_persons = columns.persons >= 0;
	table->has_household = columns.household >= 0;
	while ((more = feed_next(feed, fault)) == 1)
		if (read_row(feed, &columns, &entry) == 0)
			add(table, feed, source, &columns, &entry);
	return more;
}

int cases_read(struct case_table *table, const struct source *source, struct findings *findings,
	       struct fault *fault)
{
	size_t before = findings->refused;
	struct feed *feed;
	int result;

	memset(table, 0, sizeof *table);
	table->ids = intern_new();
	table->households = intern_new();
	table->by = intern_new();
	table->services = intern_new();
	if (!source->cases_file)
		return 0;
	if (source->service_rule && !(table->rule = service_new(source, findings, fault)))
		return -1;
	feed = feed_open(source, source->cases_file, FEED_TABLE, findings, fault);
	if (!feed)
		return -1;
	result = read_rows(table, feed, source, fault);
	if (result == 0)
		result = feed_verdict(feed, findings->refused - before, fault);
	feed_close(feed);
	return result;
}

void cases_free(struct case_table *table)
{
	intern_free(table->ids);
	intern_free(table->households);
	intern_free(table->by);
	service_free(table->rule);
	intern_free(table->services);
	free(table->entries);
}

static uint32_t number_of(const struct case_table *table, const char *id)
{
	return intern_count(table->ids) ? intern_find(table->ids, id, strlen(id)) : INTERN_NONE;
}

int cases_has(const struct case_table *table, const char *id)
{
	return number_of(table, id) != INTERN_NONE;
}

struct case_entry cases_find(const struct case_table *table, const char *id)
{
	uint32_t number = number_of(table, id);

	if (number == INTERN_NONE)
		return (struct case_entry){ DATE_UNKNOWN, DATE_UNKNOWN, DATE_UNKNOWN, 0, INTERN_NONE,
					    INTERN_NONE, INTERN_NONE };
	return table->entries[number];
}
