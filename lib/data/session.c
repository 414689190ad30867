/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session - group sessions: the staff's time dealt out to those who took part. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/intern.h"
#include "data/session.h"

struct seat {
	uint32_t session;           /* number of the group_id; with the day, the session */
	long begins;                /* the line on which this group_id is seen first */
	int32_t participants, staff;
	long line;
	struct record record;       /* its cells are copies */
};

struct sessions {
	struct intern *ids;
	struct seat *seats;
	size_t count, capacity;
};

struct sessions *sessions_new(void)
{
	struct sessions *sessions = mem_new(1, sizeof *sessions);

	sessions->ids = intern_new();
	return sessions;
}

static void free_cell(struct csv_cell *cell)
{
	free((char *)cell->text);
}

void sessions_free(struct sessions *sessions)
{
	if (!sessions)
		return;
	for (size_t i = 0; i < sessions->count; i++) {
		struct record *record = &sessions->seats[i].record;

		free_cell(&record->case_id);
		free_cell(&record->person);
		free_cell(&record->household);
		free_cell(&record->service);
		free_cell(&record->by);
	}
	free(sessions->seats);
	intern_free(sessions->ids);
	free(sessions);
}

static void copy_cell(struct csv_cell *cell)
{
	cell->text = mem_text(cell->length ? cell->text : "", cell->length);
}

void sessions_add(struct sessions *sessions, const struct record *record, const char *group_id,
		  size_t length, int32_t participants, int32_t staff, long line)
{
	struct seat *seat;

	sessions->seats = mem_grow(sessions->seats, sessions->count, &sessions->capacity,
				   sizeof *sessions->seats);
	seat = &sessions->seats[sessions->count++];
	*seat = (struct seat){ intern_add(sessions->ids, group_id, length), 0, participants,
			       staff ? staff : 1, line, *record };
	copy_cell(&seat->record.case_id);
	copy_cell(&seat->record.person);
	copy_cell(&seat->record.household);
	copy_cell(&seat->record.service);
	copy_cell(&seat->record.by);
}

void sessions_join(struct sessions *sessions, struct sessions *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct seat *seat = &from->seats[i];
		const char *id = intern_text(from->ids, seat->session);

		seat->session = intern_add(sessions->ids, id, strlen(id));
		sessions->seats = mem_grow(sessions->seats, sessions->count, &sessions->capacity,
					   sizeof *sessions->seats);
		sessions->seats[sessions->count++] = *seat;
	}
	from->count = 0;
}

/* Order of the rows within a session. Of one case's rows the texts decide, so that the order of
 * rows has no say in who gets what is left over; those that still tie are alike. */
static int compare_rows(const struct record *x, const struct record *y)
{
	int order = strcmp(x->case_id.text, y->case_id.text);

	if (!order)
		order = strcmp(x->by.text, y->by.text);
	if (!order)
		order = strcmp(x->person.text, y->person.text);
	return order ? order : strcmp(x->household.text, y->household.text);
}

static int compare(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;
	int order;

	if (x->begins != y->begins)
		return x->begins < y->begins ? -1 : 1;
	if (x->session != y->session)
		return x->session < y->session ? -1 : 1;
	if (x->record.day != y->record.day)
		return x->record.day < y->record.day ? -1 : 1;
	order = compare_rows(&x->record, &y->record);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* Sessions come in the order of the file, whoever has read them. */
static void find_beginnings(struct sessions *sessions)
{
	long *lines = mem_new(intern_count(sessions->ids), sizeof *lines);

	for (size_t i = 0; i < sessions->count; i++) {
		long *line = &lines[sessions->seats[i].session];

		if (!*line || sessions->seats[i].line < *line)
			*line = sessions->seats[i].line;
	}
	for (size_t i = 0; i < sessions->count; i++)
		sessions->seats[i].begins = lines[sessions->seats[i].session];
	free(lines);
}

static size_t session_end(const struct sessions *sessions, size_t from)
{
	const struct seat *first = &sessions->seats[from];
	size_t to = from;

	while (to < sessions->count && sessions->seats[to].session == first->session &&
	       sessions->seats[to].record.day == first->record.day)
		to++;
	return to;
}

static int share_of(struct seat *seat, size_t place, size_t rows, int64_t grain, const char *file,
		    struct findings *findings)
{
	int64_t participants = seat->participants ? seat->participants : (int64_t)rows, effort = 0;
	struct fault fault = { 0 };

	if (participants < (int64_t)rows)
		fault_at(&fault, STATUS_DATA, file, seat->line, 0,
			 N_("the group session has %zu rows, but the column participants says %d"),
			 rows, (int)seat->participants);
	else if (__builtin_mul_overflow(seat->record.amount.value, seat->staff, &effort))
		fault_at(&fault, STATUS_DATA, file, seat->line, 0,
			 N_("the time of the group session is too large"));
	if (fault.kind) {
		findings_add(findings, &fault);
		return -1;
	}
	effort /= grain;
	seat->record.amount.value = (effort / participants +
				     ((int64_t)place < effort % participants)) * grain;
	return 0;
}

/* All rows of a session tell the same; where they do not, somebody should look. */
static void warn_if_different(const struct sessions *sessions, size_t from, size_t to,
			      const char *file, struct findings *findings)
{
	const struct seat *first = &sessions->seats[from];
	struct fault fault = { 0 };

	for (size_t i = from + 1; i < to; i++) {
		const struct seat *seat = &sessions->seats[i];

		if (seat->participants == first->participants && seat->staff == first->staff &&
		    seat->record.amount.value == first->record.amount.value &&
		    seat->record.amount.digits == first->record.amount.digits)
			continue;
		fault_at(&fault, STATUS_OK, file, seat->line, 0,
			 N_("the rows of one group session differ in time, participants or staff"));
		findings_add(findings, &fault);
		return;
	}
}

int sessions_deal(struct sessions *sessions, int64_t grain, record_taker *take, void *to,
		  const char *file, struct findings *findings, struct fault *fault)
{
	size_t end;

	if (sessions->count) {
		find_beginnings(sessions);
		qsort(sessions->seats, sessions->count, sizeof *sessions->seats, compare);
	}
	for (size_t from = 0; from < sessions->count; from = end) {
		end = session_end(sessions, from);
		warn_if_different(sessions, from, end, file, findings);
		for (size_t i = from; i < end; i++) {
			struct seat *seat = &sessions->seats[i];

			if (share_of(seat, i - from, end - from, grain, file, findings) == 0 &&
			    take(&seat->record, to, fault) != 0)
				return -1;
		}
	}
	return 0;
}
