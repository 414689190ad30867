/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import - a whole export of consultations, or a table beside it, as the canonical table. */
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/import.h"
#include "data/session.h"

struct import_seat {
	long line;
	struct csv_cell raw;            /* a copy */
	int dealt;
	struct amount counted;
};

/* ---- refused rows ---------------------------------------------------------------- */

static void take_refused(const struct fault *why, struct csv_cell raw, void *to)
{
	struct import *import = to;

	rejects_add(&import->rejects, why, raw);
}

/* A row that only the accounting does not like: the reader has counted it already. */
static int refuse(struct import *import, const struct record *record, const char *rule)
{
	struct fault fault = { 0 };

	import->intake.used -= record->status == RECORD_HELD;
	import->intake.no_shows -= record->status == RECORD_NO_SHOW;
	fault_at(&fault, STATUS_DATA, record->details->intake->file, record->line, 0, rule);
	findings_add(record->details->findings, &fault);
	take_refused(&fault, record->details->raw, import);
	return 0;
}

/* ---- rows ------------------------------------------------------------------------ */

/* Whatever column --effort names, its minutes are those of the table. */
static int start(struct import *import, const struct intake *intake, struct fault *fault)
{
	if (import->accounting.rule && intake->columns & UINT32_C(1) << CANON_COUNTED)
		return fault_set(fault, STATUS_USAGE,
				 N_("the export has a column 'counted' of its own: leave out "
				    "--round and --rule"));
	import->columns = intake->columns | UINT32_C(1) << CANON_MINUTES |
			  (import->accounting.rule ? UINT32_C(1) << CANON_COUNTED : 0);
	return 0;
}

static int64_t units_per_minute(enum effort_unit unit, struct amount amount)
{
	return power_of_ten(amount.digits) * (unit == UNIT_SECONDS ? 60 : 1);
}

/* What the row counts for, of a session the session: NULL and a rule where it breaks one. */
static const struct amount *count(const struct import *import, const struct record *record,
				  struct amount *counted, const char **rule)
{
	int held = record->status == RECORD_HELD;

	*rule = NULL;
	if (!import->accounting.rule || !record->details->has_amount)
		return NULL;
	*counted = (struct amount){ 0, 0 };
	if (held || !record->group)
		*rule = accounting_count(&import->accounting, held, record->amount.value,
					 units_per_minute(record->details->intake->unit, record->amount),
					 counted);
	return *rule ? NULL : counted;
}

static void add_seat(struct import *import, const struct record *record,
		     const struct amount *counted)
{
	const struct record_details *details = record->details;
	struct csv_cell group = details->cells[CANON_GROUP_ID], raw = details->raw;
	struct record copy = *record;

	if (!import->uncounted && !details->participants)
		import->uncounted = record->line;
	import->seats = mem_grow(import->seats, import->seat_count, &import->capacity,
				 sizeof *import->seats);
	import->seats[import->seat_count++] = (struct import_seat){
		record->line, { mem_text(raw.text, raw.length), raw.length }, 0, { 0, 0 } };
	if (counted)
		copy.amount = *counted;
	copy.details = NULL;
	sessions_add(import->sessions, &copy, group.text, group.length, details->participants,
		     details->staff, record->line);
}

static int take_row(const struct record *record, void *to, struct fault *fault)
{
	struct import *import = to;
	int seat = record->group && record->status == RECORD_HELD;
	struct amount amount;
	const struct amount *counted;
	const char *rule;

	if (!import->columns && start(import, record->details->intake, fault) != 0)
		return -1;
	counted = count(import, record, &amount, &rule);
	if (rule)
		return refuse(import, record, rule);
	if (seat)
		add_seat(import, record, counted);
	return canontext_add(import->text, record, import->columns,
			     record->details->intake->unit, counted, seat, fault);
}

/* ---- by several threads ---------------------------------------------------------- */

static void *new_part(const void *to)
{
	const struct import *whole = to;
	struct import *part = mem_apart(1, sizeof *part);

	part->accounting = whole->accounting;
	part->excel = whole->excel;
	part->text = canontext_part(whole->text);
	part->rejects.is_kept = whole->rejects.file != NULL;
	part->sessions = sessions_new();
	return part;
}

/* Rows that are good find their place by themselves. */
static int end_block(void *to, struct fault *fault)
{
	struct import *part = to;

	canontext_pause(part->text, fault);
	return part->rejects.count > 0;
}

static void join_seats(struct import *whole, struct import *part)
{
	sessions_join(whole->sessions, part->sessions);
	for (size_t i = 0; i < part->seat_count; i++) {
		whole->seats = mem_grow(whole->seats, whole->seat_count, &whole->capacity,
					sizeof *whole->seats);
		whole->seats[whole->seat_count++] = part->seats[i];
	}
	part->seat_count = 0;
	if (part->uncounted && (!whole->uncounted || part->uncounted < whole->uncounted))
		whole->uncounted = part->uncounted;
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct import *whole = to, *part = from;

	(void)fault;
	rejects_join(&whole->rejects, &part->rejects);
	join_seats(whole, part);
	canontext_join(whole->text, part->text);
	whole->intake.used += part->intake.used;
	whole->intake.no_shows += part->intake.no_shows;
	whole->columns |= part->columns;
	part->intake.used = part->intake.no_shows = 0;
	return 0;
}

static void drop_part(void *to)
{
	import_free(to);
	free(to);
}

static const struct record_sink sink = { take_row, new_part, join_part, drop_part, end_block };

/* ---- group sessions -------------------------------------------------------------- */

static int compare_line(const void *key, const void *member)
{
	long line = *(const long *)key, other = ((const struct import_seat *)member)->line;

	return (line > other) - (line < other);
}

static int compare_seats(const void *a, const void *b)
{
	return compare_line(&((const struct import_seat *)a)->line, b);
}

static int take_share(const struct record *record, void *to, struct fault *fault)
{
	struct import *import = to;
	struct import_seat *seat = bsearch(&record->line, import->seats, import->seat_count,
					   sizeof *seat, compare_line);

	(void)fault;
	seat->dealt = 1;
	seat->counted = record->amount;
	return 0;
}

static int deal(struct import *import, struct fault *fault)
{
	if (import->seat_count)
		qsort(import->seats, import->seat_count, sizeof *import->seats, compare_seats);
	if (sessions_deal(import->sessions, 1, take_share, import, import->intake.file,
			  import->findings, fault) != 0)
		return -1;
	for (size_t i = 0; i < import->seat_count; i++) {
		const struct import_seat *seat = &import->seats[i];
		struct fault why = { 0 };

		if (seat->dealt)
			continue;
		fault_at(&why, STATUS_DATA, import->intake.file, seat->line, 0,
			 N_("the participants of the group session do not agree with its rows"));
		rejects_add(&import->rejects, &why, seat->raw);
		import->intake.used--;
	}
	return 0;
}

/* Among the refused rows there may be such that belong to a session. */
static void warn_of_sessions(struct import *import)
{
	struct fault why = { 0 };

	fault_at(&why, STATUS_OK, import->intake.file, import->uncounted, 0,
		 N_("rows were refused, and this group session does not say how many took part: its "
		    "time is dealt out among the rows that are left"));
	findings_add(import->findings, &why);
}

long import_rows(const struct import *import)
{
	return import->intake.used + import->intake.no_shows;
}

/* ---- all of it ------------------------------------------------------------------- */

static int check_limit(const struct import *import, const struct reject_limit *limit,
		       struct fault *fault)
{
	const struct intake *intake = &import->intake;

	if (reject_limit_passed(limit, import->rejects.count, intake->rows))
		return fault_at(fault, STATUS_DATA, intake->file, 0, 0,
				N_("%ld of %ld rows break a rule, more than --max-rejects allows: "
				   "nothing was written"), import->rejects.count, intake->rows);
	return 0;
}

static int read_rows(struct import *import, const struct source *source,
		     const struct import_settings *settings, struct fault *fault)
{
	long refused;

	import->text = canontext_new(import->excel);
	if (records_import(source, &sink, take_refused, import, &import->intake, import->findings,
			   fault) != 0 || canontext_pause(import->text, fault) != 0)
		return -1;
	if (!effort_is_time(import->intake.unit) && import_rows(import))
		return fault_set(fault, STATUS_USAGE,
				 N_("the canonical table has minutes: --effort must name a time"));
	refused = import->rejects.count;
	if (deal(import, fault) != 0 || check_limit(import, &settings->limit, fault) != 0)
		return -1;
	if (refused && import->uncounted)
		warn_of_sessions(import);
	if (!import_rows(import))
		return fault_at(fault, STATUS_DATA, import->intake.file, 0, 0,
				N_("there is no row that could be used"));
	return 0;
}

/* A table without rows is one: nobody may have an approval. */
static int read_side(struct import *import, const struct source *source,
		     const struct import_settings *settings, struct fault *fault)
{
	import->side = sidetable_new(settings->table, settings->excel);
	if (sidetable_read(import->side, source, take_refused, import, &import->intake,
			   import->findings, fault) != 0)
		return -1;
	return check_limit(import, &settings->limit, fault);
}

int import_read(struct import *import, const struct source *source,
		const struct import_settings *settings, struct findings *findings,
		struct fault *fault)
{
	memset(import, 0, sizeof *import);
	import->findings = findings;
	import->accounting = settings->accounting;
	import->excel = settings->excel;
	import->sessions = sessions_new();
	file_is_input(source->file);    /* before anything could be written over it */
	if (rejects_open(&import->rejects, settings->rejects, fault) != 0)
		return -1;
	return (settings->table ? read_side : read_rows)(import, source, settings, fault);
}

/* A file that could not even be begun leaves an older list of rejects alone. */
int import_keep_rejects(struct import *import, struct fault *fault)
{
	if (!import->intake.rows && !import->rejects.count && !import_rows(import))
		return 0;
	return rejects_commit(&import->rejects, fault);
}

int import_write(const struct import *import, FILE *to, struct fault *fault)
{
	struct canontext_seat *seats;
	int result;

	if (import->side)
		return sidetable_write(import->side, to, fault);
	seats = mem_new(import->seat_count + 1, sizeof *seats);
	for (size_t i = 0; i < import->seat_count; i++)
		seats[i] = (struct canontext_seat){ !import->seats[i].dealt,
						    import->seats[i].counted };
	result = canontext_write(import->text, import->columns, seats, to, fault);
	free(seats);
	return result;
}

void import_free(struct import *import)
{
	for (size_t i = 0; i < import->seat_count; i++)
		free((char *)import->seats[i].raw.text);
	free(import->seats);
	sessions_free(import->sessions);
	canontext_free(import->text);
	sidetable_free(import->side);
	rejects_close(&import->rejects);
}
