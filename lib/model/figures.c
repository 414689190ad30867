/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures - what a service did, by month, quarter, half-year or year. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/spell.h"
#include "model/figures.h"

/* Effort of many cases, exact: a double that is added to in another order is another one. */
__extension__ typedef __int128 wide;

enum total { TOTAL_EFFORT, TOTAL_GROUP_EFFORT, TOTAL_CASES, TOTALS, NO_TOTAL = TOTALS };

struct counting {
	struct figures *figures;
	wide (*totals)[TOTALS];     /* by group and period */
	const struct ledgers *ledgers;
	int largest;                /* whether they are asked for */
	struct intern *labels;
	uint32_t *place;            /* by number of a label: its place in the order */
	int all_stated;             /* every case with a contact has a stated first contact */
	int runs_before;            /* a first contact is stated that lies before the window */
	struct day_buffer days, earlier;
	int32_t *months;            /* of contacts; room for all months */
	struct spell *spells;
};

/* One entry of a book, looked at. */
struct entry {
	struct figures_group *group;
	const char *id;             /* "" = work without a case */
	int in_all;                 /* of the ledger of all records */
	const struct case_day *days;
	size_t count;
	int32_t earlier;            /* last contact before a stated window, or DATE_UNKNOWN */
};

typedef void entry_taker(struct counting *counting, const struct entry *entry);

/* ---- periods ------------------------------------------------------------------- */

static int32_t place_of_month(const struct figures *figures, int32_t month)
{
	return period_of(figures->kind, month) - figures->first_period;
}

static struct figures_cell *cell_of_day(const struct figures *figures,
					const struct figures_group *group, int32_t day)
{
	return &group->cells[place_of_month(figures, month_of(day))];
}

static void find_periods(struct figures *figures, const struct ledgers *ledgers)
{
	const struct window *window = &ledgers->window;
	int32_t first = window->since, last = window->until;

	if (!day_set_empty(&ledgers->intake.days)) {
		int32_t day = day_set_first(&ledgers->intake.days);

		first = day < first ? day : first;
		day = day_set_last(&ledgers->intake.days);
		last = day > last ? day : last;
	}
	figures->first_period = period_of(figures->kind, month_of(first));
	figures->periods = (size_t)place_of_month(figures, month_of(last)) + 1;
	figures->provisional = mem_new(figures->periods, 1);
	for (size_t p = 0; p < figures->periods; p++) {
		int32_t month = period_first_month(figures->kind,
						   figures->first_period + (int32_t)p);

		figures->provisional[p] =
			month_first(month) < window->since ||
			month_last(month + period_months(figures->kind) - 1) > window->until;
	}
}

/* ---- records: sums, and who was there ------------------------------------------ */

static wide *totals_of(const struct counting *counting, const struct figures_group *group, size_t p)
{
	size_t g = (size_t)(group - counting->figures->groups);

	return counting->totals[g * counting->figures->periods + p];
}

static void add_sums(struct counting *counting, const struct entry *entry, enum figure count,
		     enum total amount)
{
	for (size_t i = 0; i < entry->count; i++) {
		const struct case_day *day = &entry->days[i];
		size_t p = (size_t)place_of_month(counting->figures, month_of(day->day));

		if (count < FIGURES)
			entry->group->cells[p].value[count] += day->count;
		if (amount < TOTALS)
			totals_of(counting, entry->group, p)[amount] += day->amount;
	}
}

/* One case's effort in a period, among the two largest so far. */
static void offer(struct figures_cell *cell, double amount)
{
	double *largest = &cell->value[FIGURE_LARGEST], *second = &cell->value[FIGURE_SECOND];

	if (amount > *largest) {
		*second = *largest;
		*largest = amount;
	} else if (amount > *second) {
		*second = amount;
	}
}

static void add_largest(struct counting *counting, const struct entry *entry)
{
	struct figures_cell *last = NULL;
	double sum = 0;

	for (size_t i = 0; i < entry->count; i++) {
		struct figures_cell *cell = cell_of_day(counting->figures, entry->group,
							entry->days[i].day);

		if (last && cell != last) {
			offer(last, sum);
			sum = 0;
		}
		sum += (double)entry->days[i].amount;
		last = cell;
	}
	if (last)
		offer(last, sum);
}

static void add_presence(struct counting *counting, const struct entry *entry,
			 enum figure figure, double weight)
{
	const struct figures_cell *last = NULL;

	for (size_t i = 0; i < entry->count; i++) {
		struct figures_cell *cell = cell_of_day(counting->figures, entry->group,
							entry->days[i].day);

		if (cell != last)
			cell->value[figure] += weight;
		last = cell;
	}
}

static void mark_unknown(struct counting *counting, const struct entry *entry,
			 unsigned char *unknown)
{
	for (size_t i = 0; i < entry->count; i++)
		unknown[place_of_month(counting->figures, month_of(entry->days[i].day))] = 1;
}

/* ---- cases: stock and flow ----------------------------------------------------- */

/* Counts the case in the period of this month; returns its place. */
static int32_t add_at(struct counting *counting, const struct entry *entry, int32_t month,
		      enum figure figure)
{
	int32_t place = place_of_month(counting->figures, month);

	if (place >= 0 && (size_t)place < counting->figures->periods)
		entry->group->cells[place].value[figure]++;
	return place;
}

/* The same, but once in a period: `last` is the place where the case was counted last. */
static void add_once(struct counting *counting, const struct entry *entry, int32_t month,
		     enum figure figure, int32_t *last)
{
	if (place_of_month(counting->figures, month) != *last)
		*last = add_at(counting, entry, month, figure);
}

static void add_new(struct counting *counting, const struct entry *entry, int32_t stated)
{
	const struct window *window = &counting->ledgers->window;
	int32_t first = entry->count ? entry->days[0].day : DATE_UNKNOWN;
	int32_t origin = entry->in_all && stated < first ? stated : first;
	int known = stated != DATE_UNKNOWN && stated >= window->since;

	if (origin == DATE_UNKNOWN || origin < window->since || entry->earlier != DATE_UNKNOWN)
		return;
	if (!known && (entry->in_all && stated != DATE_UNKNOWN ? stated : first) <
		      window->since + counting->ledgers->washout)
		return;
	add_at(counting, entry, month_of(origin), FIGURE_NEW);
}

/* Months with a contact, of those before a stated window the last. A stated first contact is one
 * too, unless a record is earlier; if it lies before the window, and no record does, the case is
 * taken to have been in contact just before the window. */
static size_t contact_months(struct counting *counting, const struct entry *entry,
			     int32_t stated)
{
	int32_t since = counting->ledgers->window.since;
	size_t count = 0;

	if (entry->earlier != DATE_UNKNOWN)
		counting->months[count++] = month_of(entry->earlier);
	else if (entry->in_all && stated != DATE_UNKNOWN &&
	    !(entry->count && entry->days[0].day < stated))
		counting->months[count++] = stated < since ? month_of(since - 1) :
								     month_of(stated);
	for (size_t i = 0; i < entry->count; i++) {
		int32_t month = month_of(entry->days[i].day);

		if (!count || month > counting->months[count - 1])
			counting->months[count++] = month;
	}
	return count;
}

/* Spells that end before they begin lie before what counts. */
static void add_open(struct counting *counting, const struct entry *entry, size_t spells)
{
	struct figures *figures = counting->figures;
	int32_t next = 0;

	for (size_t i = 0; i < spells; i++) {
		const struct spell *spell = &counting->spells[i];
		int32_t from = place_of_month(figures, spell->from);
		int32_t to = spell->from <= spell->to ? place_of_month(figures, spell->to) : -1;

		for (int32_t p = from > next ? from : next; p <= to && p < (int32_t)figures->periods;
		     p++) {
			entry->group->cells[p].value[FIGURE_OPEN]++;
			next = p + 1;
		}
	}
}

/* The first month that counts. One before a stated window does not, nor one that a case is only
 * taken to have been in contact in, though it may lie in the same quarter or year. */
static int32_t first_counted(const struct counting *counting, const struct entry *entry,
			     int32_t stated)
{
	int32_t since = counting->ledgers->window.since;
	int32_t first = entry->count ? entry->days[0].day : DATE_UNKNOWN;

	if (entry->earlier != DATE_UNKNOWN)
		return month_of(since);
	return entry->in_all && stated < since && first >= since ? month_of(since) : INT32_MIN;
}

static void add_spells(struct counting *counting, const struct entry *entry,
		       const struct case_entry *known)
{
	int32_t closed = known->closed == DATE_UNKNOWN ? NEVER_CLOSED : month_of(known->closed);
	int32_t until = month_of(counting->ledgers->window.until);
	int silence = counting->ledgers->silence;
	size_t months = contact_months(counting, entry, known->first_contact);
	size_t spells = spell_find(counting->months, months, closed, silence, counting->spells);
	int32_t begin = first_counted(counting, entry, known->first_contact);
	int32_t ended = -1, reopened = -1;

	for (size_t i = 0; i < spells; i++) {
		struct spell *spell = &counting->spells[i];
		int over = spell->closed || i + 1 < spells || until - spell->to > silence;

		if (i > 0)
			add_once(counting, entry, spell->from, FIGURE_REOPENED, &reopened);
		if (spell->from < begin)
			spell->from = begin;
		if (over && spell->to >= spell->from)
			add_once(counting, entry, spell->to, FIGURE_ENDED, &ended);
		if (!over && spell->to < until)
			spell->to = until;
	}
	add_open(counting, entry, spells);
}

static void take_case(struct counting *counting, const struct entry *entry)
{
	const struct ledgers *ledgers = counting->ledgers;
	struct case_entry known = cases_find(&ledgers->table, entry->id);

	add_sums(counting, entry, FIGURE_CONSULTATIONS, TOTAL_EFFORT);
	if (!*entry->id)
		return;
	if (counting->largest) {
		add_largest(counting, entry);
		add_sums(counting, entry, FIGURES, TOTAL_CASES);
	}
	add_presence(counting, entry, FIGURE_ACTIVE, 1);
	add_new(counting, entry, known.first_contact);
	add_spells(counting, entry, &known);
	if (!ledgers->has_persons && known.persons)
		add_presence(counting, entry, FIGURE_PERSONS, known.persons);
	else if (!ledgers->has_persons)
		mark_unknown(counting, entry, entry->group->unknown_persons);
	if (!ledgers->intake.has_household && known.household == INTERN_NONE)
		mark_unknown(counting, entry, entry->group->unknown_households);
}

static void take_no_show(struct counting *counting, const struct entry *entry)
{
	add_sums(counting, entry, FIGURE_NO_SHOWS, NO_TOTAL);
}

static void take_session(struct counting *counting, const struct entry *entry)
{
	add_sums(counting, entry, FIGURES, TOTAL_GROUP_EFFORT);
}

static void take_person(struct counting *counting, const struct entry *entry)
{
	add_presence(counting, entry, FIGURE_PERSONS, 1);
}

static void take_household(struct counting *counting, const struct entry *entry)
{
	add_presence(counting, entry, FIGURE_HOUSEHOLDS, 1);
}

/* ---- books --------------------------------------------------------------------- */

static struct figures_group *group_of(const struct counting *counting, const char *name,
				      int in_all)
{
	struct figures *figures = counting->figures;
	uint32_t label;

	if (in_all)
		return &figures->groups[figures->group_count - 1];
	label = intern_find(counting->labels, name, ledger_group_length(name));
	return &figures->groups[counting->place[label]];
}

/* The last day on which a stated window left a case alone. */
static int32_t earlier_of(struct counting *counting, const struct ledger *ledger, const char *name)
{
	const struct store *store = ledger->books[LEDGER_EARLIER];
	uint32_t number = intern_find(store_ids(store), name, strlen(name));
	size_t count = number == INTERN_NONE ? 0 : store_days(store, number, &counting->earlier);

	return count ? counting->earlier.days[count - 1].day : DATE_UNKNOWN;
}

static void read_book(struct counting *counting, const struct ledger *ledger,
		      enum ledger_book book, entry_taker *take)
{
	const struct store *store = ledger->books[book];
	int in_all = ledger == &counting->ledgers->all;

	for (uint32_t i = 0; i < store_cases(store); i++) {
		const char *name = intern_text(store_ids(store), i);
		struct entry entry = { .group = group_of(counting, name, in_all),
				       .id = ledger_id(name), .in_all = in_all };

		entry.earlier = book == LEDGER_CONTACTS ? earlier_of(counting, ledger, name) :
							  DATE_UNKNOWN;
		entry.count = store_days(store, i, &counting->days);
		entry.days = counting->days.days;
		take(counting, &entry);
	}
}

/* Cases that were seen before a stated window only may still be open in it. A group without a
 * record in the window has no rows. */
static void read_earlier(struct counting *counting, const struct ledger *ledger)
{
	const struct intern *names = store_ids(ledger->books[LEDGER_EARLIER]);
	const struct intern *contacts = store_ids(ledger->books[LEDGER_CONTACTS]);
	int in_all = ledger == &counting->ledgers->all;

	for (uint32_t i = 0; i < intern_count(names); i++) {
		const char *name = intern_text(names, i);
		struct entry entry = { .id = ledger_id(name), .in_all = in_all };
		struct case_entry known = cases_find(&counting->ledgers->table, entry.id);

		if (intern_find(contacts, name, strlen(name)) != INTERN_NONE ||
		    (!in_all && intern_find(counting->labels, name, ledger_group_length(name)) ==
		     INTERN_NONE))
			continue;
		entry.group = group_of(counting, name, in_all);
		entry.earlier = earlier_of(counting, ledger, name);
		add_spells(counting, &entry, &known);
	}
}

static void read_ledger(struct counting *counting, const struct ledger *ledger)
{
	read_book(counting, ledger, LEDGER_CONTACTS, take_case);
	read_book(counting, ledger, LEDGER_NO_SHOWS, take_no_show);
	read_book(counting, ledger, LEDGER_SESSIONS, take_session);
	read_book(counting, ledger, LEDGER_PERSONS, take_person);
	read_book(counting, ledger, LEDGER_HOUSEHOLDS, take_household);
	read_earlier(counting, ledger);
}

/* Whether a case without a record had anything to do with the window: it began in it, or it was
 * closed in it. */
static int is_in_window(const struct window *window, const struct case_entry *entry)
{
	if (entry->first_contact > window->until)
		return 0;
	return entry->first_contact >= window->since ||
	       (entry->closed != DATE_UNKNOWN && entry->closed >= window->since);
}

/* Cases that only the case table knows: nothing was done, but they are new, open or ended. Also
 * learns what is stated of first contacts. */
static void read_table(struct counting *counting)
{
	const struct ledgers *ledgers = counting->ledgers;
	const struct store *contacts = ledgers->all.books[LEDGER_CONTACTS];
	const struct intern *earlier = store_ids(ledgers->all.books[LEDGER_EARLIER]);
	struct intern *seen = intern_new();

	counting->all_stated = 1;
	for (uint32_t i = 0; i < intern_count(earlier); i++) {
		const char *id = ledger_id(intern_text(earlier, i));

		intern_add(seen, id, strlen(id));
	}
	for (uint32_t i = 0; i < store_cases(contacts); i++) {
		const char *id = ledger_id(intern_text(store_ids(contacts), i));

		intern_add(seen, id, strlen(id));
		if (*id && cases_find(&ledgers->table, id).first_contact == DATE_UNKNOWN)
			counting->all_stated = 0;
	}
	for (uint32_t i = 0; i < intern_count(ledgers->table.ids); i++) {
		const char *id = intern_text(ledgers->table.ids, i);
		struct entry entry = { .group = group_of(counting, "", 1), .id = id, .in_all = 1,
				       .earlier = DATE_UNKNOWN };

		counting->runs_before |= ledgers->table.entries[i].first_contact <
					 ledgers->window.since;
		if (is_in_window(&ledgers->window, &ledgers->table.entries[i]) &&
		    intern_find(seen, id, strlen(id)) == INTERN_NONE)
			take_case(counting, &entry);
	}
	intern_free(seen);
}

/* ---- what can be said ---------------------------------------------------------- */

static int asked(const struct ledgers *ledgers, enum figure figure)
{
	switch (figure) {
	case FIGURE_HOUSEHOLDS:
		return ledgers->has_households;
	case FIGURE_PERSONS:
		return ledgers->has_persons || ledgers->table.has_persons;
	case FIGURE_NO_SHOWS:
		return ledgers->intake.has_status;
	case FIGURE_GROUP_EFFORT:
		return ledgers->intake.has_group;
	default:
		return 1;
	}
}

static int in_washout(const struct counting *counting, int in_all, int32_t first_month)
{
	const struct ledgers *ledgers = counting->ledgers;

	if (ledgers->washout == 0 || (in_all && counting->all_stated))
		return 0;
	return month_first(first_month) < ledgers->window.since + ledgers->washout;
}

/* Cases that began before the window are taken to have been in contact just before it: until a
 * silence that began there would have ended, who is open and who comes back is a guess. */
static int after_guess(const struct counting *counting, int32_t first_month)
{
	const struct ledgers *ledgers = counting->ledgers;
	int32_t passed = first_month - month_of(ledgers->window.since);

	return counting->runs_before && (passed > 0 ? passed : 0) < ledgers->silence;
}

static enum figure_state state_of(const struct counting *counting,
				  const struct figures_group *group, size_t p, enum figure figure)
{
	const struct figures *figures = counting->figures;
	const struct ledgers *ledgers = counting->ledgers;
	int32_t first = period_first_month(figures->kind, figures->first_period + (int32_t)p);
	int32_t last = first + period_months(figures->kind) - 1;
	int32_t until = month_of(ledgers->window.until);

	if (!asked(ledgers, figure))
		return FIGURE_NOT_ASKED;
	if ((figure == FIGURE_PERSONS && group->unknown_persons[p]) ||
	    (figure == FIGURE_HOUSEHOLDS && group->unknown_households[p]))
		return FIGURE_UNRELIABLE;
	if ((figure == FIGURE_NEW || figure == FIGURE_OPEN || figure == FIGURE_REOPENED) &&
	    in_washout(counting, group->label == NULL, first))
		return FIGURE_UNRELIABLE;
	if ((figure == FIGURE_OPEN || figure == FIGURE_REOPENED) && after_guess(counting, first))
		return FIGURE_UNRELIABLE;
	if (figure == FIGURE_ENDED && until - last <= ledgers->silence)
		return FIGURE_LATER;
	if (figure == FIGURE_OPEN && last > until)
		return FIGURE_LATER;
	if (figure == FIGURE_OPEN && until - last < ledgers->silence)
		return FIGURE_PROVISIONAL;
	return FIGURE_KNOWN;
}

static void finish_cell(const struct counting *counting, struct figures_group *group, size_t p)
{
	const struct ledgers *ledgers = counting->ledgers;
	const struct ledger *ledger = group->label ? &ledgers->grouped : &ledgers->all;
	struct figures_cell *cell = &group->cells[p];
	const wide *total = totals_of(counting, group, p);
	enum effort_unit unit = ledgers->intake.unit;
	double divisor = effort_divisor(unit, store_digits(ledger->books[LEDGER_CONTACTS]));

	cell->value[FIGURE_EFFORT] = (double)total[TOTAL_EFFORT] / divisor;
	cell->value[FIGURE_LARGEST] /= divisor;
	cell->value[FIGURE_SECOND] /= divisor;
	cell->value[FIGURE_ALL] = (double)total[TOTAL_CASES] / divisor;
	cell->value[FIGURE_GROUP_EFFORT] = (double)total[TOTAL_GROUP_EFFORT] /
		effort_divisor(unit, store_digits(ledger->books[LEDGER_SESSIONS]));
	for (int f = 0; f < FIGURES; f++)
		cell->state[f] = (unsigned char)state_of(counting, group, p, (enum figure)f);
}

/* ---- the whole ----------------------------------------------------------------- */

static void collect_labels(struct counting *counting, enum ledger_book book)
{
	const struct store *store = counting->ledgers->grouped.books[book];

	for (uint32_t i = 0; i < store_cases(store); i++) {
		const char *name = intern_text(store_ids(store), i);

		intern_add(counting->labels, name, ledger_group_length(name));
	}
}

static void name_groups(struct counting *counting)
{
	struct figures *figures = counting->figures;
	uint32_t count, *sorted;

	counting->labels = intern_new();
	if (counting->ledgers->has_groups) {
		collect_labels(counting, LEDGER_CONTACTS);
		collect_labels(counting, LEDGER_NO_SHOWS);
	}
	count = intern_count(counting->labels);
	sorted = intern_sorted(counting->labels);
	counting->place = mem_new(count, sizeof *counting->place);
	figures->group_count = (size_t)count + 1;
	figures->groups = mem_new(figures->group_count, sizeof *figures->groups);
	for (uint32_t i = 0; i < count; i++) {
		const char *label = intern_text(counting->labels, sorted[i]);

		counting->place[sorted[i]] = i;
		figures->groups[i].label = mem_text(label, strlen(label));
	}
	for (size_t g = 0; g < figures->group_count; g++) {
		struct figures_group *group = &figures->groups[g];

		group->cells = mem_new(figures->periods, sizeof *group->cells);
		group->unknown_persons = mem_new(figures->periods, 1);
		group->unknown_households = mem_new(figures->periods, 1);
	}
	free(sorted);
}

void figures_count(struct figures *figures, const struct ledgers *ledgers, enum period_kind kind,
		   int largest)
{
	struct counting counting = { .figures = figures, .ledgers = ledgers, .largest = largest };
	size_t room;

	memset(figures, 0, sizeof *figures);
	figures->kind = kind;
	find_periods(figures, ledgers);
	name_groups(&counting);
	counting.totals = mem_new(figures->group_count * figures->periods, sizeof *counting.totals);
	/* A case has at most a contact month for each month shown, and one stated before. */
	room = figures->periods * (size_t)period_months(kind) + 2;
	counting.months = mem_new(room, sizeof *counting.months);
	counting.spells = mem_new(room, sizeof *counting.spells);
	read_table(&counting);
	read_ledger(&counting, &ledgers->all);
	if (ledgers->has_groups)
		read_ledger(&counting, &ledgers->grouped);
	for (size_t g = 0; g < figures->group_count; g++)
		for (size_t p = 0; p < figures->periods; p++)
			finish_cell(&counting, &figures->groups[g], p);
	intern_free(counting.labels);
	free(counting.place);
	free(counting.totals);
	free(counting.months);
	free(counting.spells);
	day_buffer_free(&counting.days);
	day_buffer_free(&counting.earlier);
}

void figures_free(struct figures *figures)
{
	for (size_t g = 0; g < figures->group_count; g++) {
		free(figures->groups[g].label);
		free(figures->groups[g].cells);
		free(figures->groups[g].unknown_persons);
		free(figures->groups[g].unknown_households);
	}
	free(figures->groups);
	free(figures->provisional);
}
