/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures - what a service did, by month, quarter, half-year or year. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/spell.h"
#include "model/figures.h"

/* Effort of many cases, exact: a double that is added to in another order is another one. */
__extension__ typedef __int128 wide;

/* Of the tallies of all parts. They are whole numbers, so that neither parts nor the order of
 * entries have a say. */
enum { PART_BYTES = 1 << 26 };

/* Of one group in one period. Effort is not among the counts, that of cases is kept on request. */
struct tally {
	int64_t count[FIGURE_LARGEST];
	wide effort, group_effort, case_effort, largest, second;
	unsigned char unknown_persons;      /* an active case of unknown size */
	unsigned char unknown_households;   /* an active case of no known household */
};

/* A month of an entry with a record. */
struct visit {
	int32_t month, place;       /* of its period */
	int64_t count;
	wide amount;
};

struct counting;

struct part {
	const struct counting *counting;
	struct tally *tallies;      /* by group and period */
	const struct book_taker *taker;
	int some_unstated;          /* a case with a contact has no stated first contact */
	int runs_before;            /* a stated first contact, and no record, lies before the window */
	struct day_buffer days, earlier;
	struct visit *visits;       /* of one entry; room for all months, as in the next two */
	int32_t *months;
	struct spell *spells;
};

struct counting {
	struct figures *figures;
	const struct ledgers *ledgers;
	const struct figures_settings *settings;
	const struct ledger *ledger;    /* the one that is read */
	struct intern *labels;
	uint32_t *place;            /* by number of a label: its place in the order */
	int32_t first_day;          /* of the first month */
	int32_t *month;             /* by day from there on */
	struct part parts[PARALLEL_PARTS_MAX];
	size_t part_count;
};

/* One entry of a book, looked at. */
struct entry {
	struct tally *tallies;      /* of its group, by period */
	const char *id;             /* "" = work without a case */
	int in_all;                 /* of the ledger of all records */
	const struct visit *visits;
	size_t count;
	int32_t first;              /* day of its first record, or DATE_UNKNOWN */
	int32_t earlier;            /* last contact before a stated window, or DATE_UNKNOWN */
};

typedef void entry_taker(struct part *part, const struct entry *entry);

/* ---- periods ------------------------------------------------------------------- */

static int32_t place_of_month(const struct figures *figures, int32_t month)
{
	return period_of(figures->kind, month) - figures->first_period;
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

/* Months of all days, since working one out for each case-day took a sixth of the time. */
static void list_months(struct counting *counting)
{
	const struct figures *figures = counting->figures;
	int32_t first = period_first_month(figures->kind, figures->first_period);
	int32_t after = period_first_month(figures->kind,
					   figures->first_period + (int32_t)figures->periods);
	int32_t *month;

	counting->first_day = month_first(first);
	month = mem_new((size_t)(month_first(after) - counting->first_day), sizeof *month);
	counting->month = month;
	for (int32_t m = first; m < after; m++)
		for (int i = 0; i < month_days(m); i++)
			*month++ = m;
}

/* ---- records: sums, and who was there ------------------------------------------ */

static void find_visits(struct part *part, struct entry *entry, size_t days)
{
	const struct counting *counting = part->counting;
	struct visit *visit = NULL;

	entry->visits = part->visits;
	entry->first = days ? part->days.days[0].day : DATE_UNKNOWN;
	for (size_t i = 0; i < days; i++) {
		const struct case_day *day = &part->days.days[i];
		int32_t month = counting->month[day->day - counting->first_day];

		if (!visit || month != visit->month) {
			visit = &part->visits[entry->count++];
			*visit = (struct visit){ month, place_of_month(counting->figures, month),
						 0, 0 };
		}
		visit->count += day->count;
		visit->amount += day->amount;
	}
}

static void add_count(const struct entry *entry, enum figure figure)
{
	for (size_t i = 0; i < entry->count; i++)
		entry->tallies[entry->visits[i].place].count[figure] += entry->visits[i].count;
}

/* One case's effort in a period, among the two largest so far. */
static void offer(struct tally *tally, wide amount)
{
	if (amount > tally->largest) {
		tally->second = tally->largest;
		tally->largest = amount;
	} else if (amount > tally->second) {
		tally->second = amount;
	}
}

static void add_case_effort(const struct entry *entry)
{
	for (size_t i = 0; i < entry->count;) {
		int32_t place = entry->visits[i].place;
		wide sum = 0;

		for (; i < entry->count && entry->visits[i].place == place; i++)
			sum += entry->visits[i].amount;
		entry->tallies[place].case_effort += sum;
		offer(&entry->tallies[place], sum);
	}
}

static void add_presence(const struct entry *entry, enum figure figure, int64_t weight)
{
	int32_t last = -1;

	for (size_t i = 0; i < entry->count; i++) {
		int32_t place = entry->visits[i].place;

		if (place != last)
			entry->tallies[place].count[figure] += weight;
		last = place;
	}
}

/* ---- cases: stock and flow ----------------------------------------------------- */

/* Counts the case in the period of this month; returns its place. */
static int32_t add_at(const struct figures *figures, const struct entry *entry, int32_t month,
		      enum figure figure)
{
	int32_t place = place_of_month(figures, month);

	if (place >= 0 && (size_t)place < figures->periods)
		entry->tallies[place].count[figure]++;
	return place;
}

/* The same, but once in a period: `last` is the place where the case was counted last. */
static void add_once(const struct figures *figures, const struct entry *entry, int32_t month,
		     enum figure figure, int32_t *last)
{
	if (place_of_month(figures, month) != *last)
		*last = add_at(figures, entry, month, figure);
}

static void add_new(const struct counting *counting, const struct entry *entry, int32_t stated)
{
	const struct window *window = &counting->ledgers->window;
	int32_t first = entry->first;
	int32_t origin = entry->in_all && stated < first ? stated : first;
	int known = stated != DATE_UNKNOWN && stated >= window->since;

	if (origin == DATE_UNKNOWN || origin < window->since || entry->earlier != DATE_UNKNOWN)
		return;
	if (!known && (entry->in_all && stated != DATE_UNKNOWN ? stated : first) <
		      window->since + counting->ledgers->washout)
		return;
	add_at(counting->figures, entry, month_of(origin), FIGURE_NEW);
}

/* Months with a contact, of those before a stated window the last. A stated first contact is one
 * too, unless a record is earlier; if it lies before the window, and no record does, the case is
 * taken to have been in contact just before the window: in the month before its first one, as by
 * case months, also where the window begins within a month. So nobody ends in that month for no
 * other reason than this. */
static size_t contact_months(struct part *part, const struct entry *entry, int32_t stated)
{
	int32_t since = part->counting->ledgers->window.since;
	size_t count = 0;

	if (entry->earlier != DATE_UNKNOWN)
		part->months[count++] = month_of(entry->earlier);
	else if (entry->in_all && stated != DATE_UNKNOWN && !(entry->first < stated))
		part->months[count++] = stated < since ? month_of(since) - 1 : month_of(stated);
	for (size_t i = 0; i < entry->count; i++) {
		int32_t month = entry->visits[i].month;

		if (!count || month > part->months[count - 1])
			part->months[count++] = month;
	}
	return count;
}

/* Spells that end before they begin lie before what counts. */
static void add_open(struct part *part, const struct entry *entry, size_t spells)
{
	const struct figures *figures = part->counting->figures;
	int32_t next = 0;

	for (size_t i = 0; i < spells; i++) {
		const struct spell *spell = &part->spells[i];
		int32_t from = place_of_month(figures, spell->from);
		int32_t to = spell->from <= spell->to ? place_of_month(figures, spell->to) : -1;

		for (int32_t p = from > next ? from : next; p <= to && p < (int32_t)figures->periods;
		     p++) {
			entry->tallies[p].count[FIGURE_OPEN]++;
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

	if (entry->earlier != DATE_UNKNOWN)
		return month_of(since);
	return entry->in_all && stated < since && entry->first >= since ? month_of(since) : INT32_MIN;
}

static void add_spells(struct part *part, const struct entry *entry,
		       const struct case_entry *known)
{
	const struct counting *counting = part->counting;
	const struct figures *figures = counting->figures;
	int32_t closed = known->closed == DATE_UNKNOWN ? NEVER_CLOSED : month_of(known->closed);
	int32_t until = month_of(counting->ledgers->window.until);
	int silence = counting->ledgers->silence;
	size_t months = contact_months(part, entry, known->first_contact);
	size_t spells = spell_find(part->months, months, closed, silence, part->spells);
	int32_t begin = first_counted(counting, entry, known->first_contact);
	int32_t ended = -1, reopened = -1;

	for (size_t i = 0; i < spells; i++) {
		struct spell *spell = &part->spells[i];
		int over = spell->closed || i + 1 < spells || until - spell->to > silence;

		if (i > 0)
			add_once(figures, entry, spell->from, FIGURE_REOPENED, &reopened);
		if (spell->from < begin)
			spell->from = begin;
		if (over && spell->to >= spell->from)
			add_once(figures, entry, spell->to, FIGURE_ENDED, &ended);
		if (!over && spell->to < until)
			spell->to = until;
	}
	add_open(part, entry, spells);
}

static void add_effort(const struct entry *entry)
{
	for (size_t i = 0; i < entry->count; i++)
		entry->tallies[entry->visits[i].place].effort += entry->visits[i].amount;
}

/* Who is active and not known: of these periods the number is not. */
static void mark_unknown(const struct ledgers *ledgers, const struct entry *entry,
			 const struct case_entry *known)
{
	unsigned char persons = !ledgers->has_persons && !known->persons;
	unsigned char households = !ledgers->intake.has_household &&
				   known->household == INTERN_NONE;

	for (size_t i = 0; i < entry->count; i++) {
		entry->tallies[entry->visits[i].place].unknown_persons |= persons;
		entry->tallies[entry->visits[i].place].unknown_households |= households;
	}
}

static void take_case(struct part *part, const struct entry *entry)
{
	const struct ledgers *ledgers = part->counting->ledgers;
	struct case_entry known = cases_find(&ledgers->table, entry->id);

	add_count(entry, FIGURE_CONSULTATIONS);
	add_effort(entry);
	if (!*entry->id)
		return;
	if (part->counting->settings->largest)
		add_case_effort(entry);
	add_presence(entry, FIGURE_ACTIVE, 1);
	add_new(part->counting, entry, known.first_contact);
	add_spells(part, entry, &known);
	if (!ledgers->has_persons && known.persons)
		add_presence(entry, FIGURE_PERSONS, known.persons);
	mark_unknown(ledgers, entry, &known);
	part->some_unstated |= entry->in_all && entry->count &&
			       known.first_contact == DATE_UNKNOWN;
}

static void take_no_show(struct part *part, const struct entry *entry)
{
	(void)part;
	add_count(entry, FIGURE_NO_SHOWS);
}

static void take_session(struct part *part, const struct entry *entry)
{
	(void)part;
	for (size_t i = 0; i < entry->count; i++)
		entry->tallies[entry->visits[i].place].group_effort += entry->visits[i].amount;
}

static void take_person(struct part *part, const struct entry *entry)
{
	(void)part;
	add_presence(entry, FIGURE_PERSONS, 1);
}

static void take_household(struct part *part, const struct entry *entry)
{
	(void)part;
	add_presence(entry, FIGURE_HOUSEHOLDS, 1);
}

/* ---- books --------------------------------------------------------------------- */

/* What a part takes of a ledger. */
struct book_taker {
	enum ledger_book book;
	entry_taker *take;
};

static struct tally *tallies_of(const struct part *part, const char *name, int in_all)
{
	const struct counting *counting = part->counting;
	const struct figures *figures = counting->figures;
	uint32_t label;

	if (in_all)
		return &part->tallies[(figures->group_count - 1) * figures->periods];
	label = intern_find(counting->labels, name, ledger_group_length(name));
	return &part->tallies[counting->place[label] * figures->periods];
}

/* The last day on which a stated window left a case alone. */
static int32_t earlier_of(struct part *part, const char *name)
{
	const struct store *store = part->counting->ledger->books[LEDGER_EARLIER];
	uint32_t number;
	size_t count;

	if (!store_cases(store))
		return DATE_UNKNOWN;
	number = intern_find(store_ids(store), name, strlen(name));
	count = number == INTERN_NONE ? 0 : store_days(store, number, &part->earlier);
	return count ? part->earlier.days[count - 1].day : DATE_UNKNOWN;
}

static void take_entry(size_t number, void *to)
{
	struct part *part = to;
	const struct counting *counting = part->counting;
	const struct store *store = counting->ledger->books[part->taker->book];
	const char *name = intern_text(store_ids(store), (uint32_t)number);
	struct entry entry = { .in_all = counting->ledger == &counting->ledgers->all };

	entry.tallies = tallies_of(part, name, entry.in_all);
	entry.id = ledger_id(name);
	entry.earlier = part->taker->book == LEDGER_CONTACTS ? earlier_of(part, name) : DATE_UNKNOWN;
	find_visits(part, &entry, store_days(store, (uint32_t)number, &part->days));
	part->taker->take(part, &entry);
}

/* Cases that were seen before a stated window only may still be open in it. A group without a
 * record in the window has no rows. */
static void take_earlier(size_t number, void *to)
{
	struct part *part = to;
	const struct counting *counting = part->counting;
	const struct ledger *ledger = counting->ledger;
	const char *name = intern_text(store_ids(ledger->books[LEDGER_EARLIER]), (uint32_t)number);
	struct entry entry = { .id = ledger_id(name), .in_all = ledger == &counting->ledgers->all,
			       .first = DATE_UNKNOWN };
	struct case_entry known = cases_find(&counting->ledgers->table, entry.id);

	if (intern_find(store_ids(ledger->books[LEDGER_CONTACTS]), name, strlen(name)) != INTERN_NONE ||
	    (!entry.in_all && intern_find(counting->labels, name, ledger_group_length(name)) ==
	     INTERN_NONE))
		return;
	entry.tallies = tallies_of(part, name, entry.in_all);
	entry.earlier = earlier_of(part, name);
	add_spells(part, &entry, &known);
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

static int has_record(const struct ledger *ledger, enum ledger_book book, const char *id)
{
	return intern_find(store_ids(ledger->books[book]), id, strlen(id)) != INTERN_NONE;
}

/* Cases that only the case table knows: nothing was done, but they are new, open or ended. When
 * a case from before the window was last there is known where it has a record there. */
static void take_listed(size_t number, void *to)
{
	struct part *part = to;
	const struct ledgers *ledgers = part->counting->ledgers;
	const struct case_entry *listed = &ledgers->table.entries[number];
	struct entry entry = { .tallies = tallies_of(part, "", 1), .in_all = 1,
			       .id = intern_text(ledgers->table.ids, (uint32_t)number),
			       .first = DATE_UNKNOWN, .earlier = DATE_UNKNOWN };

	if (has_record(&ledgers->all, LEDGER_EARLIER, entry.id))
		return;
	part->runs_before |= listed->first_contact < ledgers->window.since;
	if (is_in_window(&ledgers->window, listed) &&
	    !has_record(&ledgers->all, LEDGER_CONTACTS, entry.id))
		take_case(part, &entry);
}

static void read_part(size_t number, void *to)
{
	static const struct book_taker takers[] = {
		{ LEDGER_CONTACTS, take_case }, { LEDGER_NO_SHOWS, take_no_show },
		{ LEDGER_SESSIONS, take_session }, { LEDGER_PERSONS, take_person },
		{ LEDGER_HOUSEHOLDS, take_household },
	};
	struct counting *counting = to;
	struct part *part = &counting->parts[number];
	const struct ledgers *ledgers = counting->ledgers;
	struct store *const *books = counting->ledger->books;

	for (size_t t = 0; t < sizeof takers / sizeof *takers; t++) {
		part->taker = &takers[t];
		parallel_part(number, counting->part_count, store_cases(books[takers[t].book]),
				take_entry, part);
	}
	parallel_part(number, counting->part_count, store_cases(books[LEDGER_EARLIER]),
			take_earlier, part);
	if (counting->ledger == &ledgers->all)
		parallel_part(number, counting->part_count, intern_count(ledgers->table.ids),
				take_listed, part);
}

static void read_ledger(struct counting *counting, const struct ledger *ledger)
{
	counting->ledger = ledger;
	parallel_each(counting->settings->threads, counting->part_count, read_part, counting);
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

	if (ledgers->washout == 0 || (in_all && !counting->parts[0].some_unstated))
		return 0;
	return month_first(first_month) < ledgers->window.since + ledgers->washout;
}

/* Cases that began before the window are taken to have been in contact just before it: until a
 * silence that began there would have ended, who is open and who comes back is a guess, and so is
 * who is new in a group: nobody knows which groups those cases had been in. */
static int after_guess(const struct counting *counting, int32_t first_month)
{
	const struct ledgers *ledgers = counting->ledgers;
	int32_t passed = first_month - month_of(ledgers->window.since);

	return counting->parts[0].runs_before && (passed > 0 ? passed : 0) < ledgers->silence;
}

static enum figure_state state_of(const struct counting *counting,
				  const struct figures_group *group, const struct tally *tally,
				  size_t p, enum figure figure)
{
	const struct figures *figures = counting->figures;
	const struct ledgers *ledgers = counting->ledgers;
	int32_t first = period_first_month(figures->kind, figures->first_period + (int32_t)p);
	int32_t last = first + period_months(figures->kind) - 1;
	int32_t until = month_of(ledgers->window.until);

	if (!asked(ledgers, figure))
		return FIGURE_NOT_ASKED;
	if ((figure == FIGURE_PERSONS && tally->unknown_persons) ||
	    (figure == FIGURE_HOUSEHOLDS && tally->unknown_households))
		return FIGURE_UNRELIABLE;
	if ((figure == FIGURE_NEW || figure == FIGURE_OPEN || figure == FIGURE_REOPENED) &&
	    in_washout(counting, group->label == NULL, first))
		return FIGURE_UNRELIABLE;
	if ((figure == FIGURE_OPEN || figure == FIGURE_REOPENED ||
	     (figure == FIGURE_NEW && group->label)) && after_guess(counting, first))
		return FIGURE_UNRELIABLE;
	if (figure == FIGURE_ENDED && until - last <= ledgers->silence)
		return FIGURE_LATER;
	if (figure == FIGURE_OPEN && last > until)
		return FIGURE_LATER;
	if (figure == FIGURE_OPEN && until - last < ledgers->silence)
		return FIGURE_PROVISIONAL;
	return FIGURE_KNOWN;
}

static void finish_cell(const struct counting *counting, struct figures_group *group,
			const struct tally *tally, size_t p)
{
	const struct ledgers *ledgers = counting->ledgers;
	const struct ledger *ledger = group->label ? &ledgers->grouped : &ledgers->all;
	struct figures_cell *cell = &group->cells[p];
	enum effort_unit unit = ledgers->intake.unit;
	double divisor = effort_divisor(unit, store_digits(ledger->books[LEDGER_CONTACTS]));

	for (int f = 0; f < FIGURE_LARGEST; f++)
		cell->value[f] = (double)tally->count[f];
	cell->value[FIGURE_EFFORT] = (double)tally->effort / divisor;
	cell->value[FIGURE_LARGEST] = (double)tally->largest / divisor;
	cell->value[FIGURE_SECOND] = (double)tally->second / divisor;
	cell->value[FIGURE_ALL] = (double)tally->case_effort / divisor;
	cell->value[FIGURE_GROUP_EFFORT] = (double)tally->group_effort /
		effort_divisor(unit, store_digits(ledger->books[LEDGER_SESSIONS]));
	for (int f = 0; f < FIGURES; f++)
		cell->state[f] = (unsigned char)state_of(counting, group, tally, p,
							 (enum figure)f);
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
	for (size_t g = 0; g < figures->group_count; g++)
		figures->groups[g].cells = mem_new(figures->periods,
						   sizeof *figures->groups[g].cells);
	free(sorted);
}

/* As many as there are threads, and memory for their tallies. */
static void start_parts(struct counting *counting)
{
	const struct figures *figures = counting->figures;
	const struct store *contacts = counting->ledgers->all.books[LEDGER_CONTACTS];
	size_t cells = figures->group_count * figures->periods;
	/* A case has at most a contact month for each month shown, and one stated before. */
	size_t room = figures->periods * (size_t)period_months(figures->kind) + 2;

	counting->part_count = parallel_parts(counting->settings->threads, store_cases(contacts),
					      PART_BYTES / (cells * sizeof(struct tally) + 1));
	for (size_t i = 0; i < counting->part_count; i++) {
		struct part *part = &counting->parts[i];

		part->counting = counting;
		part->tallies = mem_new(cells, sizeof *part->tallies);
		part->visits = mem_new(room, sizeof *part->visits);
		part->months = mem_new(room, sizeof *part->months);
		part->spells = mem_new(room, sizeof *part->spells);
	}
}

static void join_tally(struct tally *tally, const struct tally *from)
{
	for (int f = 0; f < FIGURE_LARGEST; f++)
		tally->count[f] += from->count[f];
	tally->effort += from->effort;
	tally->group_effort += from->group_effort;
	tally->case_effort += from->case_effort;
	offer(tally, from->largest);
	offer(tally, from->second);
	tally->unknown_persons |= from->unknown_persons;
	tally->unknown_households |= from->unknown_households;
}

/* Into the first. */
static void join_parts(struct counting *counting)
{
	const struct figures *figures = counting->figures;
	struct part *first = &counting->parts[0];

	for (size_t i = 1; i < counting->part_count; i++) {
		const struct part *part = &counting->parts[i];

		for (size_t c = 0; c < figures->group_count * figures->periods; c++)
			join_tally(&first->tallies[c], &part->tallies[c]);
		first->some_unstated |= part->some_unstated;
		first->runs_before |= part->runs_before;
	}
}

static void release(struct counting *counting)
{
	for (size_t i = 0; i < counting->part_count; i++) {
		struct part *part = &counting->parts[i];

		free(part->tallies);
		free(part->visits);
		free(part->months);
		free(part->spells);
		day_buffer_free(&part->days);
		day_buffer_free(&part->earlier);
	}
	intern_free(counting->labels);
	free(counting->place);
	free(counting->month);
}

void figures_count(struct figures *figures, const struct ledgers *ledgers,
		   const struct figures_settings *settings)
{
	struct counting counting = { .figures = figures, .ledgers = ledgers, .settings = settings };

	memset(figures, 0, sizeof *figures);
	figures->kind = settings->kind;
	find_periods(figures, ledgers);
	list_months(&counting);
	name_groups(&counting);
	start_parts(&counting);
	read_ledger(&counting, &ledgers->all);
	if (ledgers->has_groups)
		read_ledger(&counting, &ledgers->grouped);
	join_parts(&counting);
	for (size_t g = 0; g < figures->group_count; g++)
		for (size_t p = 0; p < figures->periods; p++)
			finish_cell(&counting, &figures->groups[g],
				    &counting.parts[0].tallies[g * figures->periods + p], p);
	release(&counting);
}

void figures_free(struct figures *figures)
{
	for (size_t g = 0; g < figures->group_count; g++) {
		free(figures->groups[g].label);
		free(figures->groups[g].cells);
	}
	free(figures->groups);
	free(figures->provisional);
}
