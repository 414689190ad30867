/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases - the case table. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/cases.h"
#include "data/field.h"
#include "data/record.h"
#include "data/service.h"

struct columns {
	int case_id, first_contact, closed, persons, household, by, service;
};

static int find(struct csv_reader *csv, const struct source *source, const char *name,
		int required, int *column, struct fault *fault)
{
	if (record_column(csv, source, name, required, column, fault) != 0)
		return -1;
	if (*column >= 0)
		csv_want(csv, (size_t)*column);
	return 0;
}

static int find_columns(struct csv_reader *csv, const struct source *source, struct columns *c,
			struct fault *fault)
{
	if (find(csv, source, "case_id", 1, &c->case_id, fault) != 0 ||
	    find(csv, source, "first_contact", 0, &c->first_contact, fault) != 0 ||
	    find(csv, source, "closed", 0, &c->closed, fault) != 0 ||
	    find(csv, source, "persons", 0, &c->persons, fault) != 0 ||
	    find(csv, source, "household_id", 0, &c->household, fault) != 0)
		return -1;
	c->by = c->service = -1;
	if (source->by && find(csv, source, source->by, 0, &c->by, fault) != 0)
		return -1;
	return source->service ? find(csv, source, "service", 0, &c->service, fault) : 0;
}

static int refuse(struct csv_reader *csv, int column, const char *rule)
{
	csv_refuse(csv, (size_t)column, STATUS_DATA, rule);
	return -1;
}

static int read_date(struct csv_reader *csv, const struct csv_row *row, int column,
		     enum date_order order, int32_t *date)
{
	const char *rule;

	*date = DATE_UNKNOWN;
	if (column < 0 || !row->cells[column].length)
		return 0;
	rule = date_read(row->cells[column].text, row->cells[column].length, order, date);
	if (!rule && (*date < DAY_MIN || *date > DAY_MAX))
		rule = N_("the year must lie between 1900 and 2078");
	return rule ? refuse(csv, column, rule) : 0;
}

static int read_persons(struct csv_reader *csv, const struct csv_row *row, int column,
			int32_t *persons)
{
	const char *rule;

	*persons = 0;
	if (column < 0 || !row->cells[column].length)
		return 0;
	rule = count_read(row->cells[column].text, row->cells[column].length, persons);
	return rule ? refuse(csv, column, rule) : 0;
}

/* -1: a finding was added. */
static int read_row(struct csv_reader *csv, const struct source *source, const struct columns *c,
		    const struct csv_row *row, struct case_entry *entry)
{
	enum date_order order = source->profile->date_order;

	if (!row->cells[c->case_id].length)
		return refuse(csv, c->case_id, N_("the id of a case must not be empty"));
	if (read_date(csv, row, c->first_contact, order, &entry->first_contact) != 0 ||
	    read_date(csv, row, c->closed, order, &entry->closed) != 0 ||
	    read_persons(csv, row, c->persons, &entry->persons) != 0)
		return -1;
	if (entry->first_contact != DATE_UNKNOWN && entry->closed < entry->first_contact)
		return refuse(csv, c->closed, N_("the case was closed before its first contact"));
	return 0;
}

static uint32_t intern_cell(struct intern *table, const struct csv_row *row, int column)
{
	if (column < 0 || !row->cells[column].length)
		return INTERN_NONE;
	return intern_add(table, row->cells[column].text, row->cells[column].length);
}

static uint32_t intern_value(struct intern *values, const struct csv_reader *csv,
			     const struct source *source, const struct csv_row *row, int column)
{
	struct csv_cell value;

	if (column < 0 || !row->cells[column].length)
		return INTERN_NONE;
	value = record_value(source, csv_name(csv, (size_t)column), row->cells[column]);
	return intern_add(values, value.text, value.length);
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

static void add(struct case_table *table, struct csv_reader *csv, const struct source *source,
		const struct columns *c, const struct csv_row *row, struct case_entry *entry)
{
	struct csv_cell id = row->cells[c->case_id];
	uint32_t count = intern_count(table->ids);

	entry->household = intern_cell(table->households, row, c->household);
	entry->by = intern_value(table->by, csv, source, row, c->by);
	entry->service = intern_value(table->services, csv, source, row, c->service);
	if (table->rule && source->by && profile_is(source->profile, "service", source->by))
		entry->by = intern_service(table->by, table, id, entry);
	if (table->rule && source->service)
		entry->service = intern_service(table->services, table, id, entry);
	if (intern_add(table->ids, id.text, id.length) != count) {
		refuse(csv, c->case_id, N_("a second row for the same case"));
		return;
	}
	table->entries = mem_grow(table->entries, count, &table->capacity, sizeof *table->entries);
	table->entries[count] = *entry;
}

static int read_rows(struct case_table *table, struct csv_reader *csv,
		     const struct source *source, struct fault *fault)
{
	struct case_entry entry;
	struct columns columns;
	struct csv_row row;
	int more;

	if (find_columns(csv, source, &columns, fault) != 0)
		return -1;
	table->has_persons = columns.persons >= 0;
	table->has_household = columns.household >= 0;
	while ((more = csv_next(csv, &row, fault)) == 1)
		if (read_row(csv, source, &columns, &row, &entry) == 0)
			add(table, csv, source, &columns, &row, &entry);
	return more;
}

int cases_read(struct case_table *table, const struct source *source, struct findings *findings,
	       struct fault *fault)
{
	size_t before = findings->refused;
	struct csv_reader *csv;
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
	csv = csv_open(source->cases_file, &source->layout, findings, fault);
	if (!csv)
		return -1;
	result = read_rows(table, csv, source, fault);
	if (result == 0 && findings->refused > before)
		result = fault_at(fault, STATUS_DATA, csv_file(csv), 0, 0,
				  N_("%zu of %ld rows break a rule: nothing was computed"),
				  findings->refused - before, csv_records(csv));
	csv_close(csv);
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
		return (struct case_entry){ DATE_UNKNOWN, DATE_UNKNOWN, 0, INTERN_NONE,
					    INTERN_NONE, INTERN_NONE };
	return table->entries[number];
}
