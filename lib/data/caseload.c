/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caseload - all that the methods need to know of the cases of one export. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/caseload.h"
#include "data/lately.h"

/* Cases that are no chance any more; one in so many may stand in the table for another reason. */
enum { SURVIVORS = 20, STRAY = 20 };

struct filling {
	struct caseload *caseload;
	struct store *store, *earlier;     /* of the caseload, or a part of each */
	int groups, services;              /* which of the two are wanted */
	struct lately lately_groups, lately_services;
	uint32_t late;            /* stated first contacts that are later than the first record */
};

/* ---- values at the first contact ------------------------------------------------- */

/* Both values of a record as one number, of which the store keeps that of the first day. */
static uint64_t mark_of(struct filling *filling, struct csv_cell by, struct csv_cell service)
{
	struct caseload *caseload = filling->caseload;
	uint32_t group = filling->groups ? lately_add(&filling->lately_groups, caseload->groups,
						      by.text, by.length) : 0;
	uint32_t other = filling->services ? lately_add(&filling->lately_services,
							caseload->services, service.text,
							service.length) : 0;

	return (uint64_t)group << 32 | other;
}

/* Of two on the same day the value that sorts first, so that the order of rows has no say. */
static uint64_t settle(uint64_t mark, uint64_t other, void *to)
{
	const struct caseload *caseload = to;
	uint32_t group = intern_lesser(caseload->groups, (uint32_t)(mark >> 32),
				       (uint32_t)(other >> 32));
	uint32_t service = intern_lesser(caseload->services, (uint32_t)mark, (uint32_t)other);

	return (uint64_t)group << 32 | service;
}

/* Of all cases with records; there are to be so many cases. */
static void take_values(struct filling *filling, size_t cases)
{
	struct caseload *caseload = filling->caseload;
	uint32_t known = store_cases(caseload->store);
	uint64_t mark;

	if (filling->groups)
		caseload->group = mem_resize(NULL, cases, sizeof *caseload->group);
	if (filling->services)
		caseload->service = mem_resize(NULL, cases, sizeof *caseload->service);
	for (uint32_t id = 0; id < cases; id++) {
		int has_mark = id < known && store_first_mark(caseload->store, id, &mark);

		if (filling->groups)
			caseload->group[id] = has_mark ? (uint32_t)(mark >> 32) : INTERN_NONE;
		if (filling->services)
			caseload->service[id] = has_mark ? (uint32_t)mark : INTERN_NONE;
	}
}

/* ---- taking -------------------------------------------------------------------- */

static int take_record(const struct record *record, void *to, struct fault *fault)
{
	struct filling *filling = to;
	struct csv_cell name = record->case_id;

	if (record->status == RECORD_EARLIER)
		return store_put(filling->earlier, name.text, name.length, record->day,
				 record->amount, fault);
	if (record->status != RECORD_HELD || !name.length)
		return 0;
	return store_put_marked(filling->store, name.text, name.length, record->day, record->amount,
				mark_of(filling, record->by, record->service), fault);
}

static void *new_part(const void *to)
{
	const struct filling *whole = to;
	struct filling *part = mem_apart(1, sizeof *part);

	part->caseload = whole->caseload;
	part->store = store_part(whole->store);
	part->earlier = store_part(whole->earlier);
	part->groups = whole->groups;
	part->services = whole->services;
	intern_share(whole->caseload->groups);
	intern_share(whole->caseload->services);
	return part;
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct filling *part = from;

	(void)to;
	return store_absorb(part->store, fault) != 0 ? -1 : store_absorb(part->earlier, fault);
}

static void drop_part(void *to)
{
	struct filling *part = to;

	store_free(part->store);
	store_free(part->earlier);
	free(part);
}

static const struct record_sink sink = { take_record, new_part, join_part, drop_part, NULL };

/* ---- first contacts ------------------------------------------------------------ */

/* A case without a record in the file has the value that the case table gives it, if it does. */
static void take_stated_value(uint32_t *value, struct intern *values,
			      const struct intern *stated_values, uint32_t stated)
{
	const char *text;

	if (*value != INTERN_NONE || stated == INTERN_NONE)
		return;
	text = intern_text(stated_values, stated);
	*value = intern_add(values, text, strlen(text));
}

static void take_stated_values(struct filling *filling, uint32_t id,
			       const struct case_table *table, const struct case_entry *entry)
{
	struct caseload *caseload = filling->caseload;

	if (filling->groups)
		take_stated_value(&caseload->group[id], caseload->groups, table->by, entry->by);
	if (filling->services)
		take_stated_value(&caseload->service[id], caseload->services, table->services,
				  entry->service);
}

/* Cases that the table alone knows belong to the caseload as well. */
static int add_cases(struct filling *filling, const struct case_table *table, struct fault *fault)
{
	struct store *store = filling->caseload->store;

	if (filling->groups || filling->services)
		take_values(filling, (size_t)store_cases(store) + intern_count(table->ids));
	for (uint32_t i = 0; i < intern_count(table->ids); i++) {
		const char *text = intern_text(table->ids, i);
		uint32_t id = store_case(store, text, strlen(text), fault);

		if (id == INTERN_NONE)
			return -1;
		if (filling->groups || filling->services)
			take_stated_values(filling, id, table, &table->entries[i]);
	}
	return 0;
}

/* The first day of a case that has records before the window. */
static int32_t first_before(const struct caseload *caseload, const char *text)
{
	uint32_t known = !store_cases(caseload->earlier) ? INTERN_NONE :
			 intern_find(store_ids(caseload->earlier), text, strlen(text));

	return known == INTERN_NONE ? DATE_UNKNOWN : store_first(caseload->earlier, known);
}

static void find_origins(struct filling *filling, const struct case_table *table)
{
	struct caseload *caseload = filling->caseload;
	const struct intern *ids = store_ids(caseload->store);

	caseload->origin = mem_new(caseload->cases, sizeof *caseload->origin);
	caseload->closed = mem_new(caseload->cases, sizeof *caseload->closed);
	caseload->stated = mem_new(caseload->cases, sizeof *caseload->stated);
	caseload->persons = mem_new(caseload->cases, sizeof *caseload->persons);
	for (uint32_t id = 0; id < caseload->cases; id++) {
		const char *text = intern_text(ids, id);
		struct case_entry entry = cases_find(table, text);
		int32_t stated = entry.first_contact, first = store_first(caseload->store, id);
		int32_t before = first_before(caseload, text);

		first = before < first ? before : first;
		filling->late += stated != DATE_UNKNOWN && stated > first;
		caseload->origin[id] = stated < first ? stated : first;
		caseload->closed[id] = entry.closed;
		caseload->persons[id] = entry.persons;
		caseload->unlisted += !cases_has(table, text);
		caseload->stated[id] = stated != DATE_UNKNOWN;
		caseload->prevalent += (uint32_t)caseload_prevalent(caseload, id);
		caseload->known_before += caseload_prevalent(caseload, id) &&
					  first < caseload->window.since;
	}
}

static void warn_late(const struct filling *filling, const struct source *source,
		      struct findings *findings)
{
	if (filling->late)
		findings_warn(findings, source->cases_file, filling->late == 1 ?
			      N_("%u case has consultations before its first_contact: its clock "
				 "starts with the first consultation") :
			      N_("%u cases have consultations before their first_contact: their "
				 "clock starts with the first consultation"),
			      (unsigned)filling->late);
}

/* The window's first day, or the first record, if that is earlier. */
static int32_t first_seen(const struct caseload *caseload)
{
	const struct store *stores[] = { caseload->store, caseload->earlier };
	int32_t first = caseload->window.since;

	for (int s = 0; s < 2; s++)
		for (uint32_t id = 0; id < store_cases(stores[s]); id++) {
			int32_t day = store_first(stores[s], id);

			first = day < first ? day : first;
		}
	return first;
}

static int has_record(const struct caseload *caseload, uint32_t id)
{
	return store_first(caseload->store, id) != DATE_UNKNOWN ||
	       first_before(caseload, intern_text(store_ids(caseload->store), id)) != DATE_UNKNOWN;
}

/* Where those that had ended before the first record are not in the table, the ones that lasted
 * stand for all (length bias; Brookmeyer and Gail 1987, Biometrics 43:739-749), also in a window
 * that begins later. Of complete tables of made-up services 37 % (after three years) to 75 % (after
 * a month) came; of a few cases all may. */
static void warn_survivors(const struct caseload *caseload, const struct source *source,
			   struct findings *findings)
{
	uint32_t before = 0, came = 0;
	int32_t first;

	if (!source->cases_file)
		return;
	first = first_seen(caseload);
	for (uint32_t id = 0; id < caseload->cases; id++)
		if (caseload->origin[id] < first) {
			before++;
			came += (uint32_t)has_record(caseload, id);
		}
	if (before < SURVIVORS || before - came > before / STRAY)
		return;
	findings_warn(findings, source->cases_file,
		      N_("%u of %u cases that began before the export came in it: if the table "
			 "leaves out those that had ended, effort in later months is too high; list "
			 "them all, or leave out first_contact before the export"), (unsigned)came,
		      (unsigned)before);
}

/* Those that never came in the window have a group from the case table alone. */
void caseload_warn_groups(const struct caseload *caseload, const struct source *source,
			  struct findings *findings)
{
	uint32_t before = 0, nowhere = 0;

	for (uint32_t id = 0; source->by && id < caseload->cases; id++) {
		int is_late = caseload->stated[id] && caseload->origin[id] < caseload->window.since;

		before += (uint32_t)is_late;
		nowhere += is_late && caseload->group[id] == INTERN_NONE;
	}
	if (nowhere < SURVIVORS || nowhere < before / 10)
		return;
	findings_warn(findings, source->cases_file,
		      N_("%u cases began before the window, did not come in it and have no group, "
			 "since the table has no column '%s': effort of the groups in later months "
			 "is too high"), (unsigned)nowhere, source->by);
}

int caseload_prevalent(const struct caseload *caseload, uint32_t id)
{
	int32_t origin = caseload->origin[id];

	return origin != DATE_UNKNOWN && !caseload->stated[id] &&
	       origin < caseload->window.since + caseload->washout;
}

int caseload_incident(const struct caseload *caseload, uint32_t id)
{
	/* DATE_UNKNOWN is later than any window. */
	return caseload->origin[id] <= caseload->window.until && !caseload_prevalent(caseload, id);
}

/* ---- the whole ----------------------------------------------------------------- */

static int fill(struct filling *filling, const struct source *source,
		struct case_table *table, struct findings *findings, struct fault *fault)
{
	struct caseload *caseload = filling->caseload;
	int wants = filling->services ? WANT_SERVICE : 0;
	int result = records_gather(source, wants, &sink, filling, &caseload->intake, findings,
				    fault);

	intern_unshare(caseload->groups);
	intern_unshare(caseload->services);
	/* The case table comes after all records, also those whose case is not looked up yet. */
	if (result != 0 || store_finish(caseload->store, fault) != 0 ||
	    cases_read(table, source, findings, fault) != 0 ||
	    add_cases(filling, table, fault) != 0 || store_finish(caseload->earlier, fault) != 0)
		return -1;
	return intake_window(&caseload->intake, source, &caseload->window, findings, fault);
}

/* Only the values that some case has in the end are groups: which others were seen on the way
 * depends on the order of rows. */
static void keep_groups(struct caseload *caseload)
{
	struct intern *seen = caseload->groups;

	caseload->groups = intern_new();
	for (uint32_t id = 0; id < caseload->cases; id++) {
		uint32_t *group = &caseload->group[id];
		const char *text;

		if (*group == INTERN_NONE)
			continue;
		text = intern_text(seen, *group);
		*group = intern_add(caseload->groups, text, strlen(text));
	}
	intern_free(seen);
}

static void complete(struct filling *filling, const struct case_table *table)
{
	struct caseload *caseload = filling->caseload;
	enum effort_unit unit = caseload->intake.unit;

	caseload->cases = store_cases(caseload->store);
	if (filling->groups)
		keep_groups(caseload);
	/* Clock times are whole minutes as a rule; as such they give the same bytes as minutes. */
	if (unit == UNIT_SECONDS && store_divide(caseload->store, 60))
		unit = UNIT_MINUTES;
	caseload->divisor = effort_divisor(unit, store_digits(caseload->store));
	find_origins(filling, table);
}

static void open_caseload(struct filling *filling)
{
	struct caseload *caseload = filling->caseload;

	memset(caseload, 0, sizeof *caseload);
	caseload->store = filling->store = store_new();
	caseload->earlier = filling->earlier = store_new();
	caseload->groups = intern_new();
	caseload->services = intern_new();
	if (filling->groups || filling->services)
		store_keep_marks(caseload->store, settle, caseload);
}

int caseload_read(struct caseload *caseload, const struct source *source,
		  struct findings *findings, struct fault *fault)
{
	struct filling filling = { .caseload = caseload, .groups = source->by != NULL,
				   .services = source->service };
	struct case_table table = { 0 };
	int result;

	open_caseload(&filling);
	caseload->washout = source->washout;
	caseload->silence = source->silence;
	result = fill(&filling, source, &table, findings, fault);
	if (result == 0) {
		complete(&filling, &table);
		if (!source->unordered)
			caseload->order = intern_sorted(store_ids(caseload->store));
		warn_late(&filling, source, findings);
		warn_survivors(caseload, source, findings);
	}
	cases_free(&table);
	return result;
}

void caseload_by_period(struct caseload *caseload, enum period_kind kind)
{
	free(caseload->group);
	caseload->group = mem_new(caseload->cases, sizeof *caseload->group);
	for (uint32_t id = 0; id < caseload->cases; id++) {
		char text[16];

		caseload->group[id] = INTERN_NONE;
		if (caseload->origin[id] == DATE_UNKNOWN)
			continue;
		period_write(text, kind, period_of(kind, month_of(caseload->origin[id])));
		caseload->group[id] = intern_add(caseload->groups, text, strlen(text));
	}
}

void caseload_free(struct caseload *caseload)
{
	store_free(caseload->store);
	store_free(caseload->earlier);
	intern_free(caseload->groups);
	intern_free(caseload->services);
	free(caseload->order);
	free(caseload->origin);
	free(caseload->closed);
	free(caseload->stated);
	free(caseload->persons);
	free(caseload->group);
	free(caseload->service);
}
