/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger - records row by row, for figures. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/ledger.h"

/* A byte that the reader lets into no cell. */
enum { SEPARATOR = '\x1F' };

struct entering {
	struct ledgers *ledgers;
	char *name;               /* scratch */
	size_t capacity;
};

size_t ledger_group_length(const char *name)
{
	return (size_t)(strchr(name, SEPARATOR) - name);
}

const char *ledger_id(const char *name)
{
	const char *separator = strchr(name, SEPARATOR);

	return separator ? separator + 1 : name;
}

static void open_ledgers(struct ledgers *ledgers, int has_groups)
{
	memset(ledgers, 0, sizeof *ledgers);
	ledgers->has_groups = has_groups;
	for (int b = 0; b < LEDGER_BOOKS; b++) {
		ledgers->all.books[b] = store_new();
		ledgers->grouped.books[b] = has_groups ? store_new() : NULL;
	}
}

/* ---- entering ------------------------------------------------------------------ */

static size_t make_name(struct entering *entering, const char *group, size_t group_length,
			const char *id, size_t id_length)
{
	size_t length = group_length + 1 + id_length;

	if (length > entering->capacity) {
		entering->capacity = 2 * length;
		entering->name = mem_resize(entering->name, entering->capacity, 1);
	}
	memcpy(entering->name, group, group_length);
	entering->name[group_length] = SEPARATOR;
	memcpy(entering->name + group_length + 1, id, id_length);
	return length;
}

/* Without a group (NULL) the id is the name: nothing has to be copied. */
static int enter(struct entering *entering, struct store *book, const struct csv_cell *group,
		 struct csv_cell id, const struct record *record, struct fault *fault)
{
	if (group) {
		id.length = make_name(entering, group->text, group->length, id.text, id.length);
		id.text = entering->name;
	}
	return store_put(book, id.text, id.length, record->day, record->amount, fault);
}

static int enter_held(struct entering *entering, struct ledger *ledger,
		      const struct csv_cell *group, const struct record *record,
		      struct fault *fault)
{
	struct store *const *books = ledger->books;

	if (enter(entering, books[LEDGER_CONTACTS], group, record->case_id, record, fault) != 0)
		return -1;
	if (record->group &&
	    enter(entering, books[LEDGER_SESSIONS], group, record->case_id, record, fault) != 0)
		return -1;
	if (record->person.length &&
	    enter(entering, books[LEDGER_PERSONS], group, record->person, record, fault) != 0)
		return -1;
	if (record->household.length &&
	    enter(entering, books[LEDGER_HOUSEHOLDS], group, record->household, record, fault) != 0)
		return -1;
	return 0;
}

static int enter_record(struct entering *entering, struct ledger *ledger,
			const struct csv_cell *group, const struct record *record,
			struct fault *fault)
{
	if (record->status == RECORD_HELD)
		return enter_held(entering, ledger, group, record, fault);
	if (record->status == RECORD_EARLIER)
		return enter(entering, ledger->books[LEDGER_EARLIER], group, record->case_id, record,
			     fault);
	return enter(entering, ledger->books[LEDGER_NO_SHOWS], group, record->case_id, record,
		     fault);
}

static int take_record(const struct record *record, void *to, struct fault *fault)
{
	struct entering *entering = to;
	struct ledgers *ledgers = entering->ledgers;

	if (enter_record(entering, &ledgers->all, NULL, record, fault) != 0)
		return -1;
	if (!ledgers->has_groups)
		return 0;
	return enter_record(entering, &ledgers->grouped, &record->by, record, fault);
}

/* ---- in parts ------------------------------------------------------------------ */

struct part {
	struct entering entering;  /* first: a taker is handed the part as such */
	struct ledgers ledgers;
};

static void *new_part(const void *to)
{
	const struct ledgers *whole = ((const struct entering *)to)->ledgers;
	struct part *part = mem_apart(1, sizeof *part);

	part->entering.ledgers = &part->ledgers;
	part->ledgers.has_groups = whole->has_groups;
	for (int b = 0; b < LEDGER_BOOKS; b++) {
		part->ledgers.all.books[b] = store_part(whole->all.books[b]);
		if (whole->has_groups)
			part->ledgers.grouped.books[b] = store_part(whole->grouped.books[b]);
	}
	return part;
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct ledgers *part = &((struct part *)from)->ledgers;

	(void)to;
	for (int b = 0; b < LEDGER_BOOKS; b++)
		if (store_absorb(part->all.books[b], fault) != 0 ||
		    (part->has_groups && store_absorb(part->grouped.books[b], fault) != 0))
			return -1;
	return 0;
}

static void drop_part(void *to)
{
	struct part *part = to;

	free(part->entering.name);
	ledgers_free(&part->ledgers);
	free(part);
}

static const struct record_sink sink = { take_record, new_part, join_part, drop_part, NULL };

/* ---- households from the case table -------------------------------------------- */

static int enter_household(struct entering *entering, struct ledger *ledger, uint32_t entry,
			   struct day_buffer *days, struct fault *fault)
{
	const struct case_table *table = &entering->ledgers->table;
	struct store *contacts = ledger->books[LEDGER_CONTACTS];
	const char *name = intern_text(store_ids(contacts), entry), *household;
	uint32_t number = cases_find(table, ledger_id(name)).household;
	size_t length, count;

	if (number == INTERN_NONE)
		return 0;
	household = intern_text(table->households, number);
	length = strlen(household);
	if (ledger == &entering->ledgers->grouped) {
		length = make_name(entering, name, ledger_group_length(name), household, length);
		household = entering->name;
	}
	number = store_case(ledger->books[LEDGER_HOUSEHOLDS], household, length, fault);
	if (number == INTERN_NONE)
		return -1;
	count = store_days(contacts, entry, days);
	for (size_t i = 0; i < count; i++)
		if (store_add(ledger->books[LEDGER_HOUSEHOLDS], number, days->days[i].day,
			      (struct amount){ 0, 0 }, fault) != 0)
			return -1;
	return 0;
}

static int enter_households(struct entering *entering, struct ledger *ledger,
			    struct fault *fault)
{
	struct day_buffer days = { 0 };
	int result = 0;

	for (uint32_t i = 0; i < store_cases(ledger->books[LEDGER_CONTACTS]) && result == 0; i++)
		result = enter_household(entering, ledger, i, &days, fault);
	day_buffer_free(&days);
	return result;
}

/* ---- the whole ----------------------------------------------------------------- */

static int close_books(struct ledger *ledger, struct fault *fault)
{
	for (int b = 0; b < LEDGER_BOOKS; b++)
		if (store_finish(ledger->books[b], fault) != 0)
			return -1;
	return 0;
}

static void warn_of(const struct ledgers *ledgers, const char *kind, long count,
		    struct findings *findings)
{
	if (count)
		findings_warn(findings, ledgers->intake.file, kind, count, ledgers->intake.used);
}

/* Who is not named is not counted: then the numbers are too small, and must not look right. */
static void warn_absent(const struct ledgers *ledgers, struct findings *findings)
{
	if (ledgers->intake.has_person)
		warn_of(ledgers, N_("%ld of %ld consultations name no person: the numbers of persons "
				    "are without them"), ledgers->intake.no_person, findings);
	if (ledgers->intake.has_household)
		warn_of(ledgers, N_("%ld of %ld consultations name no household: the numbers of "
				    "households are without them"), ledgers->intake.no_household,
			findings);
}

static int fill(struct entering *entering, const struct source *source,
		struct findings *findings, struct fault *fault)
{
	struct ledgers *ledgers = entering->ledgers;
	int from_table;

	if (records_gather(source, WANT_PEOPLE, &sink, entering, &ledgers->intake, findings,
			   fault) != 0 ||
	    cases_read(&ledgers->table, source, findings, fault) != 0)
		return -1;
	from_table = !ledgers->intake.has_household && ledgers->table.has_household;
	ledgers->has_persons = ledgers->intake.has_person;
	warn_absent(ledgers, findings);
	ledgers->has_households = ledgers->intake.has_household || from_table;
	if (close_books(&ledgers->all, fault) != 0 ||
	    (from_table && (enter_households(entering, &ledgers->all, fault) != 0 ||
			    close_books(&ledgers->all, fault) != 0)))
		return -1;
	if (ledgers->has_groups &&
	    (close_books(&ledgers->grouped, fault) != 0 ||
	     (from_table && (enter_households(entering, &ledgers->grouped, fault) != 0 ||
			     close_books(&ledgers->grouped, fault) != 0))))
		return -1;
	return intake_window(&ledgers->intake, source, &ledgers->window, findings, fault);
}

int ledgers_read(struct ledgers *ledgers, const struct source *source,
		 struct findings *findings, struct fault *fault)
{
	struct entering entering = { .ledgers = ledgers };
	int result;

	open_ledgers(ledgers, source->by != NULL);
	ledgers->washout = source->washout;
	ledgers->silence = source->silence;
	result = fill(&entering, source, findings, fault);
	free(entering.name);
	return result;
}

void ledgers_free(struct ledgers *ledgers)
{
	for (int b = 0; b < LEDGER_BOOKS; b++) {
		store_free(ledgers->all.books[b]);
		store_free(ledgers->grouped.books[b]);
	}
	cases_free(&ledgers->table);
}
