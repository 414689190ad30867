/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record - the one way from a file of consultations to typed records. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "data/feed.h"
#include "data/record.h"
#include "data/service.h"
#include "data/session.h"

enum { NO_COLUMN = FEED_NO_COLUMN };

struct columns {
	int case_id, date, effort, status, activity, person, household, service, by;
	int group_id, participants, staff;
};

struct reading {
	const struct source *source;
	struct feed *feed;
	struct columns columns;
	enum amount_form form;
	int form_known;
	int odd_seconds;                /* some amount of seconds is no whole minute */
	struct sessions *sessions;
	struct service_rule *rule;      /* or NULL: services as the records say */
	int by_rule;                    /* the group is the service by that rule */
	struct intake *intake;
	struct record record;           /* of the current row; to zero it for each would take 2 % of all */
	int people, values;             /* person or household, service or group: wanted and there */
	int64_t day_most;               /* effort in a day, in whole units */
	const struct record_sink *sink; /* of several threads; NULL: one reads */
	csv_refusal_taker *refused;     /* or NULL */
	record_taker *take;
	void *to;
	struct record_details *details; /* of an import, otherwise NULL */
	int canon[CANON_COLUMNS];       /* the same */
	struct found {                  /* those of them that there are */
		int canon, column;
		int index;              /* of the row's cells, or -1: the feed may change it */
	} found[CANON_COLUMNS];
	int canon_count;
	int has_details;                /* among them one that read_details reads */
};

/* ---- columns ------------------------------------------------------------------- */

static int find(struct reading *reading, const char *name, int required, int *column,
		struct fault *fault)
{
	return feed_column(reading->feed, name, required, column, fault);
}

/* Figures by adviser are a matter for the works council (§ 87(1) no. 6 BetrVG). */
static int find_by(struct reading *reading, struct fault *fault)
{
	const struct source *source = reading->source;
	int adviser;

	if (!source->by || reading->by_rule)
		return 0;
	if (find(reading, source->by, 1, &reading->columns.by, fault) != 0 ||
	    find(reading, "adviser", 0, &adviser, fault) != 0)
		return -1;
	if (feed_same(reading->feed, adviser, reading->columns.by) && !source->advisers)
		return fault_set(fault, STATUS_USAGE,
				 N_("figures by adviser need --advisers: the works council must agree"));
	return 0;
}

/* The rule takes the place of the column. */
static int read_rule(struct reading *reading, int wants, struct findings *findings,
		     struct fault *fault)
{
	const struct source *source = reading->source;

	if (!source->service_rule)
		return 0;
	reading->by_rule = source->by && profile_is(source->profile, "service", source->by);
	if (!reading->by_rule && !(wants & WANT_SERVICE))
		return fault_set(fault, STATUS_USAGE,
				 N_("--service-rule changes nothing here without --by service"));
	reading->rule = service_new(source, findings, fault);
	return reading->rule ? 0 : -1;
}

static int find_columns(struct reading *reading, int wants, struct fault *fault)
{
	struct columns *c = &reading->columns;
	int time = reading->source->unit != UNIT_COUNT && reading->source->unit != UNIT_AMOUNT;

	*c = (struct columns){ NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN,
			       NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN };
	if (find(reading, "case_id", 1, &c->case_id, fault) != 0 ||
	    find(reading, "date", 1, &c->date, fault) != 0 ||
	    find(reading, reading->source->effort, 1, &c->effort, fault) != 0 ||
	    find(reading, "status", 0, &c->status, fault) != 0 ||
	    find(reading, "activity", 0, &c->activity, fault) != 0 || find_by(reading, fault) != 0)
		return -1;
	if (wants & WANT_PEOPLE && (find(reading, "person_id", 0, &c->person, fault) != 0 ||
				    find(reading, "household_id", 0, &c->household, fault) != 0))
		return -1;
	if (wants & WANT_SERVICE && find(reading, "service", 0, &c->service, fault) != 0)
		return -1;
	if (time && (find(reading, "group_id", 0, &c->group_id, fault) != 0 ||
		     find(reading, "participants", 0, &c->participants, fault) != 0 ||
		     find(reading, "staff", 0, &c->staff, fault) != 0))
		return -1;
	return 0;
}

/* ---- cells --------------------------------------------------------------------- */

static struct csv_cell cell(const struct reading *reading, int column)
{
	return feed_cell(reading->feed, column);
}

static int refuse(struct reading *reading, int column, const char *rule)
{
	return feed_refuse(reading->feed, column, STATUS_DATA, rule);
}

enum { PLANNED = RECORD_NO_SHOW + 1, DELETED };

static const char *const status_words[] = { "held", "no_show", "planned", "deleted" };

static int read_status(struct reading *reading, int *status)
{
	struct csv_cell text = cell(reading, reading->columns.status);

	*status = RECORD_HELD;
	if (!text.length)
		return 0;
	for (int i = 0; i < 4; i++)
		if (text_equal(text.text, status_words[i])) {
			*status = i;
			return 0;
		}
	return refuse(reading, reading->columns.status,
		      N_("the status must be held, no_show, planned or deleted"));
}

/* The unit of plain numbers: as stated, or by what the column is called. A duration must say
 * its unit one way or the other; any other column is an amount. */
static int plain_unit(struct reading *reading, struct fault *fault)
{
	const char *name = feed_name(reading->feed, reading->columns.effort);

	reading->intake->unit = reading->source->unit;
	if (reading->intake->unit != UNIT_UNSTATED)
		return 0;
	reading->intake->unit = feed_unit(reading->feed, reading->columns.effort);
	if (reading->intake->unit != UNIT_UNSTATED)
		return 0;
	if (!profile_is(reading->source->profile, "minutes", name)) {
		reading->intake->unit = UNIT_AMOUNT;
		return 0;
	}
	return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(reading->feed)), 0, 0,
			N_("column '%s' does not say whether it holds minutes or hours: "
			   "--effort '%s:minutes' or --effort '%s:hours'"), name, name, name);
}

/* Hours are kept as minutes; what is no time stays what it is. */
static int64_t per_hour(enum effort_unit unit)
{
	return unit == UNIT_SECONDS ? 3600 : effort_is_time(unit) ? 60 : 1;
}

/* The first cell that is not empty decides for the column. */
static int decide_form(struct reading *reading, struct csv_cell text, struct fault *fault)
{
	enum effort_unit stated = reading->source->unit, *unit = &reading->intake->unit;

	reading->form = amount_form_of(text.text, text.length);
	if (stated == UNIT_COUNT || stated == UNIT_AMOUNT)
		reading->form = AMOUNT_PLAIN;
	reading->form_known = 1;
	*unit = reading->form == AMOUNT_CLOCK ? UNIT_SECONDS : UNIT_MINUTES;
	if (reading->form == AMOUNT_PLAIN && plain_unit(reading, fault) != 0)
		return -1;
	reading->day_most = effort_is_time(*unit) ? 24 * per_hour(*unit) : INT64_MAX;
	return 0;
}

/* So many whole units; few amounts are even over as many of their smallest ones. */
static int is_over(const struct amount *amount, int64_t most)
{
	return amount->value > most && amount->value > most * power_of_ten(amount->digits);
}

static int read_effort(struct reading *reading, struct amount *amount, struct fault *fault)
{
	int column = reading->columns.effort;
	struct csv_cell text = cell(reading, column);
	int known = reading->form_known;
	const char *rule;

	if (!known && text.length && decide_form(reading, text, fault) != 0)
		return -1;
	rule = amount_read(text.text, text.length, reading->form,
			   reading->source->profile->decimal_mark, amount);
	/* So that the same records in either unit give the same bytes. */
	if (!rule && reading->intake->unit == UNIT_HOURS)
		rule = amount_hours_to_minutes(amount);
	if (rule) {
		reading->form_known &= known;    /* what cannot be read decides nothing */
		return refuse(reading, column, rule);
	}
	reading->odd_seconds |= reading->intake->unit == UNIT_SECONDS &&
				(amount->digits || amount->value % 60);
	if (reading->intake->unit == UNIT_COUNT && amount->digits)
		return refuse(reading, column, N_("a count must be a whole number"));
	if (is_over(amount, reading->day_most))
		feed_refuse(reading->feed, column, STATUS_OK,
			    N_("more than 24 hours on one day"));
	return 0;
}

/* In what units the time of a group session is shared out. */
static int64_t grain(const struct reading *reading)
{
	return reading->intake->unit == UNIT_SECONDS && !reading->odd_seconds ? 60 : 1;
}

static int read_count(struct reading *reading, int column, int32_t *count)
{
	struct csv_cell text = cell(reading, column);
	const char *rule;

	*count = 0;
	if (!text.length)
		return 0;
	rule = count_read(text.text, text.length, count);
	if (!rule && *count == 0)
		rule = N_("must be at least 1");
	return rule ? refuse(reading, column, rule) : 0;
}

/* ---- rows ---------------------------------------------------------------------- */

static int is_before(const struct window *window, int32_t day)
{
	return window->since_given && day < window->since;
}

static int inside(const struct window *window, int32_t day)
{
	return !is_before(window, day) && !(window->until_given && day > window->until);
}

/* Names that the tables give to all records and to those without a value. */
static int is_reserved(struct csv_cell by)
{
	return by.length && *by.text == '(' &&
	       (strcmp(by.text, "(all)") == 0 || strcmp(by.text, "(none)") == 0);
}

static void count_record(struct reading *reading, const struct record *record)
{
	reading->intake->used += record->status == RECORD_HELD;
	reading->intake->no_shows += record->status == RECORD_NO_SHOW;
	reading->intake->without_case += !record->case_id.length;
	if (reading->people && record->status == RECORD_HELD && record->case_id.length) {
		reading->intake->no_person += !record->person.length;
		reading->intake->no_household += !record->household.length;
	}
	day_set_add(&reading->intake->days, record->day);
}

/* ---- import -------------------------------------------------------------------- */

/* A number or a date that need not be there. */
static int read_details(struct reading *reading, struct record_details *details)
{
	const int *canon = reading->canon;
	struct csv_cell counted = cell(reading, canon[CANON_COUNTED]);
	const char *rule;

	details->entered = DATE_UNKNOWN;
	if (cell(reading, canon[CANON_ENTERED]).length &&
	    feed_date(reading->feed, canon[CANON_ENTERED], &details->entered) != 0)
		return -1;
	if (read_count(reading, canon[CANON_PARTICIPANTS], &details->participants) != 0 ||
	    read_count(reading, canon[CANON_STAFF], &details->staff) != 0)
		return -1;
	details->has_counted = counted.length > 0;
	if (!counted.length)
		return 0;
	rule = amount_read(counted.text, counted.length, AMOUNT_PLAIN,
			   reading->source->profile->decimal_mark, &details->counted);
	return rule ? refuse(reading, canon[CANON_COUNTED], rule) : 0;
}

static struct csv_cell word_cell(const char *word)
{
	return (struct csv_cell){ word, strlen(word) };
}

static int import(struct reading *reading, struct record *record, struct fault *fault)
{
	const struct found *end = reading->found + reading->canon_count;
	struct record_details *details = reading->details;
	const struct feed *feed = reading->feed;

	for (const struct found *found = reading->found; found < end; found++)
		details->cells[found->canon] = found->index >= 0 ? feed->cells[found->index] :
					       feed_cell(feed, found->column);
	record->case_id = details->cells[CANON_CASE_ID];
	record->details = details;
	if (!record->case_id.length && !details->cells[CANON_ACTIVITY].length)
		return refuse(reading, reading->columns.case_id,
			      N_("a record without a case needs an activity"));
	if (reading->has_details && read_details(reading, details) != 0)
		return -1;
	if (details->cells[CANON_STATUS].length)
		details->cells[CANON_STATUS] = word_cell(status_words[record->status]);
	details->raw = csv_raw(feed_csv(reading->feed));
	record->group = details->cells[CANON_GROUP_ID].length > 0;
	count_record(reading, record);
	return reading->take(record, reading->to, fault);
}

static int find_canon(struct reading *reading, struct fault *fault)
{
	static const uint32_t with_details = UINT32_C(1) << CANON_ENTERED |
		UINT32_C(1) << CANON_PARTICIPANTS | UINT32_C(1) << CANON_STAFF |
		UINT32_C(1) << CANON_COUNTED;

	reading->canon_count = 0;
	reading->details->entered = DATE_UNKNOWN;
	for (int i = 0; i < CANON_COLUMNS; i++) {
		reading->details->cells[i] = (struct csv_cell){ "", 0 };
		if (find(reading, canon_names[i], 0, &reading->canon[i], fault) != 0)
			return -1;
		if (reading->canon[i] == NO_COLUMN)
			continue;
		reading->intake->columns |= UINT32_C(1) << i;
		reading->found[reading->canon_count++] = (struct found){
			i, reading->canon[i], feed_place(reading->feed, reading->canon[i]) };
	}
	reading->has_details = (reading->intake->columns & with_details) != 0;
	return 0;
}

/* ---- records ------------------------------------------------------------------- */

/* The column counted has each row's own share of a session (data/import.h). */
static int is_dealt(const struct reading *reading)
{
	return profile_is(reading->source->profile, "counted", reading->source->effort);
}

/* What some files have and some tools want; otherwise it stays empty. */
static void take_people(const struct reading *reading, struct record *record)
{
	record->person = cell(reading, reading->columns.person);
	record->household = cell(reading, reading->columns.household);
}

static void take_values(const struct reading *reading, struct record *record)
{
	const struct columns *c = &reading->columns;

	record->service = reading->rule ? service_of(reading->rule, record->case_id, record->day) :
					  cell(reading, c->service);
	record->by = reading->by_rule ? record->service : cell(reading, c->by);
}

static int hand_on(struct reading *reading, struct record *record, struct fault *fault)
{
	const struct columns *c = &reading->columns;
	struct csv_cell group = cell(reading, c->group_id);
	int32_t participants, staff;

	if (reading->details)
		return import(reading, record, fault);
	record->case_id = cell(reading, c->case_id);
	if (reading->people)
		take_people(reading, record);
	if (reading->values)
		take_values(reading, record);
	if (is_reserved(record->by))
		return refuse(reading, c->by, N_("(all) and (none) are reserved: --by cannot have "
						 "them as values"));
	if (!record->case_id.length && !cell(reading, c->activity).length)
		return refuse(reading, c->case_id,
			      N_("a record without a case needs an activity"));
	/* Of money or counts each row says its own; only time is spent on all at once. */
	record->group = record->status == RECORD_HELD && group.length &&
			effort_is_time(reading->intake->unit);
	if (record->group &&
	    (read_count(reading, c->participants, &participants) != 0 ||
	     read_count(reading, c->staff, &staff) != 0))
		return -1;
	count_record(reading, record);
	if (!record->group || is_dealt(reading))
		return reading->take(record, reading->to, fault);
	sessions_add(reading->sessions, record, group.text, group.length, participants, staff,
		     reading->feed->line);
	return 0;
}

/* Before a stated window: whom it knew, in which group, and nothing more. */
static int hand_on_earlier(struct reading *reading, struct record *record, struct fault *fault)
{
	const struct columns *c = &reading->columns;

	record->status = RECORD_EARLIER;
	record->amount = (struct amount){ 0, 0 };
	record->case_id = cell(reading, c->case_id);
	if (!record->case_id.length)
		return 0;
	record->by = !reading->by_rule ? cell(reading, c->by) :
		     service_of(reading->rule, record->case_id, record->day);
	return reading->take(record, reading->to, fault);
}

/* Only held consultations must say how long they took; what others say is checked as well. */
static int has_effort(struct reading *reading, int status)
{
	int has = status == RECORD_HELD || cell(reading, reading->columns.effort).length > 0;

	if (reading->details)
		reading->details->has_amount = has;
	return has;
}

/* A row that breaks a rule is in the findings; only a fault ends the reading. */
static int take_row(struct reading *reading, struct fault *fault)
{
	struct record *record = &reading->record;
	int status;

	record->line = reading->feed->line;
	record->amount = (struct amount){ 0, 0 };
	record->group = 0;
	if (feed_date(reading->feed, reading->columns.date, &record->day) != 0 ||
	    read_status(reading, &status) != 0)
		return 0;
	if (status == PLANNED || status == DELETED) {
		reading->intake->planned += status == PLANNED;
		reading->intake->deleted += status == DELETED;
		return 0;
	}
	record->status = (enum record_status)status;
	if (has_effort(reading, status) && read_effort(reading, &record->amount, fault) != 0)
		return fault->kind ? -1 : 0;
	if (!reading->details && status != RECORD_HELD)
		record->amount = (struct amount){ 0, 0 };
	if (!reading->details && !inside(&reading->source->window, record->day)) {
		reading->intake->outside++;
		reading->intake->after += !is_before(&reading->source->window, record->day);
		if (record->status != RECORD_HELD || !is_before(&reading->source->window, record->day))
			return 0;
		return hand_on_earlier(reading, record, fault);
	}
	return hand_on(reading, record, fault) != 0 && fault->kind ? -1 : 0;
}

void intake_left_out(struct intake *intake, const struct feed *feed)
{
	const struct profile_filter *filter = feed_profile(feed)->filters;
	struct feed_counts counts = feed_counts(feed);

	intake->rows = counts.rows;
	intake->duplicates = counts.duplicates;
	for (int i = 0; filter && filter[i].column; i++) {
		intake->deleted += filter[i].as == DROP_DELETED ? counts.dropped[i] : 0;
		intake->planned += filter[i].as == DROP_PLANNED ? counts.dropped[i] : 0;
		if (filter[i].as != DROP_OTHER)
			continue;
		snprintf(intake->drops[intake->drop_count].reason,
			 sizeof intake->drops->reason, "%s", filter[i].reason);
		intake->drops[intake->drop_count++].count = counts.dropped[i];
	}
}

/* ---- by several threads ---------------------------------------------------------- */

struct share {
	struct reading reading;
	struct intake intake;
	struct record_details details;
};

struct gathering {
	struct reading *whole;
	struct feed *feeds[THREADS_MAX];
	struct share *shares[THREADS_MAX];
	size_t count;
};

static int join_share(struct gathering *gathering, struct share *share, struct fault *fault)
{
	struct reading *whole = gathering->whole;

	return whole->sink->join(whole->to, share->reading.to, fault);
}

static void end_block(struct gathering *gathering, struct share *share, struct fault *fault)
{
	const struct record_sink *sink = gathering->whole->sink;

	if (sink->end_block && sink->end_block(share->reading.to, fault) &&
	    csv_turn(feed_csv(share->reading.feed)))
		join_share(gathering, share, fault);
}

static void read_share(size_t number, void *to)
{
	struct gathering *gathering = to;
	struct share *share = gathering->shares[number];
	struct csv_reader *csv = feed_csv(share->reading.feed);

	while (feed_take(share->reading.feed)) {
		struct fault fault = { 0 };

		while (feed_next(share->reading.feed, &fault) == 1 &&
		       take_row(&share->reading, &fault) == 0)
			continue;
		end_block(gathering, share, &fault);
		csv_hand_in(csv, &fault);
	}
}

/* All that the rows so far have decided holds for those that follow. */
static void start_share(struct gathering *gathering, size_t number)
{
	struct share *share = mem_apart(1, sizeof *share);
	const struct reading *whole = gathering->whole;
	struct csv_reader *csv = feed_csv(gathering->feeds[number]);

	gathering->shares[number] = share;
	share->reading = *whole;
	share->reading.feed = gathering->feeds[number];
	share->reading.intake = &share->intake;
	share->reading.sessions = sessions_new();
	share->reading.to = whole->sink->part(whole->to);
	share->intake.columns = whole->intake->columns;
	share->intake.unit = whole->intake->unit;
	memcpy(share->intake.file, whole->intake->file, sizeof share->intake.file);
	csv_on_refusal(csv, whole->refused, share->reading.to);
	if (!whole->details)
		return;
	share->details = *whole->details;
	share->details.intake = &share->intake;
	share->details.findings = csv_findings(csv);
	share->reading.details = &share->details;
}

static void join_intake(struct intake *intake, const struct intake *from)
{
	intake->used += from->used;
	intake->no_shows += from->no_shows;
	intake->planned += from->planned;
	intake->deleted += from->deleted;
	intake->outside += from->outside;
	intake->after += from->after;
	intake->without_case += from->without_case;
	intake->no_person += from->no_person;
	intake->no_household += from->no_household;
	day_set_join(&intake->days, &from->days);
}

static void end_share(struct gathering *gathering, size_t number)
{
	struct share *share = gathering->shares[number];
	struct reading *whole = gathering->whole;

	join_intake(whole->intake, &share->intake);
	whole->odd_seconds |= share->reading.odd_seconds;
	sessions_join(whole->sessions, share->reading.sessions);
	sessions_free(share->reading.sessions);
	whole->sink->drop(share->reading.to);
	feed_unite(whole->feed, gathering->feeds[number]);
	free(share);
}

/* The rows that are still to come; then what ended the reading, as feed_next. */
static int read_shared(struct gathering *gathering, struct fault *fault)
{
	struct reading *whole = gathering->whole;
	int more;

	for (size_t i = 0; i < gathering->count; i++)
		start_share(gathering, i);
	parallel_each(gathering->count, gathering->count, read_share, gathering);
	more = feed_next(whole->feed, fault);
	for (size_t i = 0; i < gathering->count; i++) {
		if (more == 0 && join_share(gathering, gathering->shares[i], fault) != 0)
			more = -1;
		end_share(gathering, i);
	}
	return more;
}

/* ---- all rows ---------------------------------------------------------------------- */

/* Go on with several threads, if that is possible: once it is settled by the rows so far what the
 * effort is. 1 where one thread must go on. */
static int share_rows(struct reading *reading, struct fault *fault)
{
	size_t threads = reading->source->threads ? reading->source->threads :
			 parallel_processors();
	struct gathering *gathering;
	int more = 1;

	if (!reading->sink || !reading->sink->part || !reading->form_known ||
	    threads < feed_threads_least(reading->feed))
		return 1;
	gathering = mem_new(1, sizeof *gathering);
	gathering->whole = reading;
	gathering->count = feed_share(reading->feed, gathering->feeds, threads);
	if (gathering->count)
		more = read_shared(gathering, fault);
	else
		reading->sink = NULL;
	free(gathering);
	return more;
}

static int read_rows(struct reading *reading, struct findings *findings, struct fault *fault)
{
	int more;

	while ((more = feed_next(reading->feed, fault)) == 1) {
		if (take_row(reading, fault) != 0)
			return -1;
		more = share_rows(reading, fault);
		if (more != 1)
			break;
	}
	intake_left_out(reading->intake, reading->feed);
	if (more < 0)
		return -1;
	/* Of a file without a sound row the rows are the trouble, not what the effort is. */
	if (!reading->form_known && !findings->refused && plain_unit(reading, fault) != 0)
		return -1;
	reading->intake->has_group = reading->columns.group_id != NO_COLUMN &&
				     effort_is_time(reading->intake->unit);
	return sessions_deal(reading->sessions, grain(reading), reading->take, reading->to,
			     csv_file(feed_csv(reading->feed)), findings, fault);
}

static int open_file(struct reading *reading, struct findings *findings, struct fault *fault)
{
	struct intake *intake = reading->intake;

	memset(intake, 0, sizeof *intake);
	reading->feed = feed_open(reading->source, reading->source->file, FEED_RECORDS, findings,
				  fault);
	if (!reading->feed)
		return -1;
	snprintf(intake->file, sizeof intake->file, "%s", csv_file(feed_csv(reading->feed)));
	reading->sessions = sessions_new();
	return 0;
}

static void close_file(struct reading *reading)
{
	sessions_free(reading->sessions);
	service_free(reading->rule);
	feed_close(reading->feed);
}

/* An empty cell has a text. */
static void start_record(struct reading *reading)
{
	const struct columns *c = &reading->columns;
	const struct csv_cell empty = { "", 0 };

	reading->record = (struct record){ .case_id = empty, .person = empty, .household = empty,
					   .service = empty, .by = empty };
	reading->people = c->person != NO_COLUMN || c->household != NO_COLUMN;
	reading->values = c->service != NO_COLUMN || c->by != NO_COLUMN || reading->rule;
}

static void say_columns(struct reading *reading)
{
	reading->intake->has_person = reading->columns.person != NO_COLUMN;
	reading->intake->has_household = reading->columns.household != NO_COLUMN;
	reading->intake->has_status = reading->columns.status != NO_COLUMN;
}

int intake_window(const struct intake *intake, const struct source *source, struct window *window,
		  struct findings *findings, struct fault *fault)
{
	int32_t empty;

	*window = source->window;
	if (window_find(window, &intake->days, source->partial, intake->file, fault) != 0)
		return -1;
	empty = window_empty_start(window, &intake->days);
	if (window->since_given && intake->outside == intake->after && empty)
		findings_warn(findings, intake->file,
			      N_("the window begins %d days before the first record: if the export "
				 "does not reach back so far, cases that were running look new "
				 "(--since)"),
			      (int)empty);
	empty = window_empty_end(window, &intake->days);
	if (window->until_given && !intake->after && empty)
		findings_warn(findings, intake->file,
			      N_("the window ends %d days after the last record: if the export does "
				 "not reach so far, the months without records look like a decline "
				 "(--until)"), (int)empty);
	return 0;
}

/* What must hold when all rows were read. */
static int check_intake(const struct intake *intake, const struct findings *findings,
			struct fault *fault)
{
	if (findings->refused)
		return fault_at(fault, STATUS_DATA, intake->file, 0, 0,
				N_("%zu of %ld rows break a rule: nothing was computed"),
				findings->refused, intake->rows);
	if (intake->outside && day_set_empty(&intake->days))
		return fault_at(fault, STATUS_DATA, intake->file, 0, 0,
				N_("none of the %ld records lies in the window"), intake->outside);
	return 0;
}

int records_gather(const struct source *source, int wants, const struct record_sink *sink, void *to,
		   struct intake *intake, struct findings *findings, struct fault *fault)
{
	struct reading reading = { .source = source, .intake = intake, .sink = sink,
				   .take = sink->take, .to = to };
	int result = open_file(&reading, findings, fault);

	if (result == 0)
		result = read_rule(&reading, wants, findings, fault);
	if (result == 0)
		result = find_columns(&reading, wants, fault);
	say_columns(&reading);
	start_record(&reading);
	if (result == 0)
		result = read_rows(&reading, findings, fault);
	close_file(&reading);
	return result == 0 ? check_intake(intake, findings, fault) : -1;
}

static int import_all(struct reading *reading, struct findings *findings, struct fault *fault)
{
	if (open_file(reading, findings, fault) != 0)
		return -1;
	csv_on_refusal(feed_csv(reading->feed), reading->refused, reading->to);
	if (find_columns(reading, WANT_PEOPLE, fault) != 0 || find_canon(reading, fault) != 0)
		return -1;
	say_columns(reading);
	start_record(reading);
	if (read_rows(reading, findings, fault) != 0)
		return -1;
	if (csv_cut_short(feed_csv(reading->feed)))
		return fault_at(fault, STATUS_DATA, reading->intake->file, 0, 0,
				N_("the file cannot be read to its end"));
	return 0;
}

int records_import(const struct source *source, const struct record_sink *sink,
		   csv_refusal_taker *refused, void *to, struct intake *intake,
		   struct findings *findings, struct fault *fault)
{
	struct record_details details = { .intake = intake, .findings = findings };
	struct reading reading = { .source = source, .intake = intake, .sink = sink,
				   .refused = refused, .take = sink->take, .to = to,
				   .details = &details };
	int result = import_all(&reading, findings, fault);

	close_file(&reading);
	return result;
}

/* ---- units --------------------------------------------------------------------- */

int effort_is_time(enum effort_unit unit)
{
	return unit == UNIT_MINUTES || unit == UNIT_HOURS || unit == UNIT_SECONDS;
}

double effort_divisor(enum effort_unit unit, int digits)
{
	return (double)(per_hour(unit) * power_of_ten(digits));
}
