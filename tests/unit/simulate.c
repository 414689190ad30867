/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole made-up service: what must hold of every row, what seeds, lengths and mechanisms may
 * change, and the inflow that was asked for. */
#include "data/date.h"
#include "model/simulate.h"
#include "tap.h"

enum { JANUARY_2022 = 2022 * 12 };

static struct export made(const struct population_settings *settings)
{
	struct population population;
	struct export tables;

	population_new(&population, settings);
	simulate_service(&population, &tables);
	population_free(&population);
	return tables;
}

static struct export service(unsigned long seed, double inflow, int months)
{
	const struct population_settings settings = { .seed = seed, .inflow = inflow,
						      .start = JANUARY_2022, .months = months };

	return made(&settings);
}

static const struct export_case *case_of(const struct export *tables, int32_t number)
{
	for (size_t i = 0; i < tables->case_count; i++)
		if (tables->cases[i].number == number)
			return &tables->cases[i];
	return NULL;
}

static int is_workday(int32_t date)
{
	return date_weekday(date) < 5;
}

static int sound_contact(const struct export *tables, const struct export_consultation *row)
{
	const struct export_case *of = case_of(tables, row->case_number);

	if (!of || row->date < of->first_contact || row->person < 1 || row->person > of->persons ||
	    row->household != of->household)
		return 0;
	if (row->status == EXPORT_NO_SHOW)
		return row->minutes == 0 && row->date > of->first_contact;
	if (of->closed != EXPORT_NO_DATE && row->date >= of->closed)
		return 0;
	return row->minutes >= 15 && row->minutes % 15 == 0 && !row->group;
}

static int sound_guest(const struct export_consultation *row)
{
	return row->group > 0 && row->participants >= 4 && row->staff >= 1 && row->minutes >= 60 &&
	       row->service == EXPORT_NO_SERVICE;
}

static void test_consultations(const struct export *tables)
{
	size_t wrong = 0, outside = 0, unordered = 0, guests = 0, missed = 0;

	for (size_t i = 0; i < tables->consultation_count; i++) {
		const struct export_consultation *row = &tables->consultations[i];

		outside += row->date < tables->since || row->date > tables->until ||
			   !is_workday(row->date) || !is_workday(row->entered) ||
			   row->entered < row->date || row->adviser < 1 ||
			   (size_t)row->adviser > tables->adviser_count;
		wrong += row->case_number ? !sound_contact(tables, row) : !sound_guest(row);
		unordered += i > 0 && (row->date < row[-1].date ||
				       (row->date == row[-1].date &&
					row->case_number < row[-1].case_number));
		guests += row->case_number == 0;
		missed += row->status == EXPORT_NO_SHOW;
	}
	ok(tables->consultation_count > 3000, "%zu consultations", tables->consultation_count);
	is_count((long long)wrong, 0, "all fit their case or group");
	is_count((long long)outside, 0, "all on working days of the window");
	is_count((long long)unordered, 0, "by date and case");
	ok(guests > 100 && missed > 50, "%zu guests of groups, %zu missed appointments", guests,
	   missed);
}

static void test_first_contacts(const struct export *tables)
{
	int32_t burn_in = month_first(JANUARY_2022 - POPULATION_BURN_IN);
	size_t wrong = 0, before = 0;

	for (size_t i = 0; i < tables->case_count; i++) {
		const struct export_case *of = &tables->cases[i];
		int32_t first = INT32_MAX;

		for (size_t k = 0; k < tables->consultation_count; k++)
			if (tables->consultations[k].case_number == of->number &&
			    tables->consultations[k].status == EXPORT_HELD) {
				first = tables->consultations[k].date;
				break;
			}
		before += of->first_contact < tables->since;
		wrong += of->first_contact >= tables->since && of->first_contact != first;
		wrong += of->first_contact < burn_in || of->first_contact > tables->until;
		wrong += of->closed != EXPORT_NO_DATE && of->closed > tables->until;
		wrong += (of->assigned == EXPORT_NO_DATE) == (of->service == EXPORT_WELCOME);
		wrong += i > 0 && of->number <= of[-1].number;
	}
	is_count((long long)wrong, 0, "first contacts are the first held records");
	ok(before > tables->case_count / 3, "%zu of %zu cases began before the export", before,
	   tables->case_count);
}

static void test_approvals(const struct export *tables)
{
	size_t wrong = 0, refused = 0, pending = 0;

	for (size_t i = 0; i < tables->approval_count; i++) {
		const struct export_approval *row = &tables->approvals[i];
		const struct export_case *of = case_of(tables, row->case_number);

		pending += row->decided == EXPORT_NO_DATE;
		refused += row->decided != EXPORT_NO_DATE && !row->hours;
		wrong += !of || of->service != EXPORT_SPECIAL ||
			 row->applied < of->first_contact + 45 || row->applied > tables->until;
		wrong += row->decided != EXPORT_NO_DATE &&
			 (row->decided < row->applied + 8 || row->decided > row->applied + 131 ||
			  row->decided > tables->until);
		wrong += row->hours ? row->to < row->from + 180 || row->to > row->from + 366 ||
				      row->hours % 5 != 0 || row->from < row->applied ||
				      row->decided == EXPORT_NO_DATE :
				      row->from != EXPORT_NO_DATE || row->to != EXPORT_NO_DATE;
		wrong += i > 0 && row[-1].case_number == row->case_number &&
			 (row->applied <= row[-1].decided ||
			  (row[-1].hours && row->hours && row->from != row[-1].to + 1));
	}
	ok(tables->approval_count > 5, "%zu approvals", tables->approval_count);
	ok(refused > 0 && refused < tables->approval_count / 2, "%zu refused, %zu not decided",
	   refused, pending);
	is_count((long long)wrong, 0, "approvals follow applications of complex cases");
}

static int is_away(const struct export *tables, int32_t adviser, int32_t date)
{
	for (size_t i = 0; i < tables->absence_count; i++)
		if (tables->absences[i].adviser == adviser && date >= tables->absences[i].from &&
		    date <= tables->absences[i].to)
			return 1;
	return 0;
}

static void test_absences(const struct export *tables)
{
	size_t wrong = 0, away = 0;

	for (size_t i = 0; i < tables->absence_count; i++) {
		const struct export_absence *row = &tables->absences[i];

		wrong += row->adviser < 2 || (size_t)row->adviser > tables->adviser_count ||
			 row->from > tables->until || row->to < row->from + 13 ||
			 row->to > row->from + 419;
		wrong += i > 0 && row[-1].adviser == row->adviser && row->from <= row[-1].to;
	}
	for (size_t i = 0; i < tables->consultation_count; i++)
		away += is_away(tables, tables->consultations[i].adviser,
				tables->consultations[i].date);
	ok(tables->absence_count > 0, "%zu absences", tables->absence_count);
	is_count((long long)wrong, 0, "... of advisers, one after the other");
	is_count((long long)away, 0, "no one counsels while away");
}

static void test_households(const struct export *tables)
{
	size_t shared = 0, wrong = 0;

	for (size_t i = 0; i < tables->case_count; i++) {
		int32_t number = tables->cases[i].number, household = tables->cases[i].household;

		shared += household != number;
		wrong += household < 1 || household > number ||
			 (household != number && case_of(tables, household)->household != household);
	}
	is_count((long long)wrong, 0, "a household has the number of its first case");
	ok(shared > tables->case_count / 50 && shared < tables->case_count / 10,
	   "%zu of %zu cases belong to the household of another", shared, tables->case_count);
}

/* Topics go on with 0.5 and come back by chance besides, at least by the sum of squares of the
 * shares, 0.15 of what is drawn anew. */
static void test_topics(const struct export *tables)
{
	size_t first = 0, again = 0, pairs = 0, all = 0;
	int8_t *last = calloc((size_t)tables->cases[tables->case_count - 1].number + 1, 1);

	for (size_t i = 0; i < tables->consultation_count; i++) {
		const struct export_consultation *row = &tables->consultations[i];

		if (!row->case_number)
			continue;
		all++;
		first += row->topics[0] == 1;
		pairs += last[row->case_number] != 0;
		again += last[row->case_number] == row->topics[0];
		last[row->case_number] = row->topics[0];
	}
	free(last);
	ok(fabs((double)first / (double)all - 0.24) < 0.05, "the first topic keeps its share: %.3f",
	   (double)first / (double)all);
	ok((double)again / (double)pairs > 0.52 && (double)again / (double)pairs < 0.75,
	   "topics go on: %.3f", (double)again / (double)pairs);
}

static int same_rows(const struct export *a, const struct export *b, size_t count)
{
	return a->consultation_count >= count && b->consultation_count >= count &&
	       memcmp(a->consultations, b->consultations, count * sizeof *a->consultations) == 0;
}

static void test_seeds(const struct export *tables)
{
	struct export again = service(1, 10, 24), longer = service(1, 10, 36);
	struct export other = service(2, 10, 24);

	ok(again.consultation_count == tables->consultation_count &&
	   same_rows(tables, &again, tables->consultation_count), "same seed, same records");
	ok(longer.consultation_count > tables->consultation_count * 5 / 4 &&
	   same_rows(tables, &longer, tables->consultation_count),
	   "a longer export begins with the records of the shorter");
	ok(!same_rows(tables, &other, 20), "another seed, other records");
	export_free(&again);
	export_free(&longer);
	export_free(&other);
}

/* To live on after the export's end changes nothing in it. */
static void test_beyond(enum mechanism_id mechanism)
{
	struct population_settings settings = { .seed = 3, .mechanism = mechanism, .inflow = 10,
						.start = JANUARY_2022, .months = 18 };
	struct export now = made(&settings), later;

	settings.beyond = 24;
	later = made(&settings);
	ok(now.consultation_count == later.consultation_count &&
	   same_rows(&now, &later, now.consultation_count), "%s: what comes later leaves no trace",
	   mechanism_names[mechanism]);
	ok(now.case_count == later.case_count &&
	   memcmp(now.cases, later.cases, now.case_count * sizeof *now.cases) == 0 &&
	   now.approval_count == later.approval_count &&
	   memcmp(now.approvals, later.approvals, now.approval_count * sizeof *now.approvals) == 0,
	   "... in cases and approvals either");
	export_free(&now);
	export_free(&later);
}

/* Where the team is short, contacts are missing or shorter; nowhere else. */
static void test_capacity(enum mechanism_id mechanism)
{
	const struct population_settings settings = { .seed = 1, .mechanism = mechanism,
						      .inflow = 30, .start = JANUARY_2022,
						      .months = 24 };
	struct population population;
	size_t unserved = 0, wrong = 0, first = 0, short_weeks = 0;

	population_new(&population, &settings);
	for (int week = 0; week < population.calendar.weeks; week++)
		short_weeks += population.served[week] < 1;
	for (size_t i = 0; i < population.count; i++) {
		const struct member *member = &population.members[i];

		for (size_t k = 0; k < member->visits; k++) {
			const struct visit *visit = &population.visits.at[member->first_visit + k];

			unserved += visit->minutes == 0;
			wrong += visit->minutes == 0 && population.served[visit->week] == 1;
			first += visit->minutes == 0 && visit->week == member->entry;
		}
	}
	ok(mechanism == MECHANISM_HAWKES ? short_weeks > 20 && unserved > 300 : !short_weeks,
	   "%s: %zu weeks are short, %zu contacts not served", mechanism_names[mechanism],
	   short_weeks, unserved);
	is_count((long long)(wrong + first), 0, "... none in other weeks, none of a case's first week");
	population_free(&population);
}

/* Share of the new cases of three months that come with shocks, over twelve services; by the
 * formulas of the reference model, averaged by hand. */
static void test_shock(int year, int month, double want)
{
	struct population_settings settings = { .inflow = 60, .start = year * 12 + month - 1,
						.months = 3 };
	double count[2] = { 0, 0 };

	for (settings.shocks = 0; settings.shocks < 2; settings.shocks++)
		for (settings.seed = 1; settings.seed <= 12; settings.seed++) {
			struct population population;
			int from;

			population_new(&population, &settings);
			from = (population.since - population.calendar.monday + 6) / 7;
			for (size_t i = 0; i < population.count; i++)
				count[settings.shocks] += population.members[i].entry >= from;
			population_free(&population);
		}
	ok(fabs(count[1] / count[0] / want - 1) < 0.12, "%d-%02d: with shocks %.2f times as many, "
	   "expected %.2f", year, month, count[1] / count[0], want);
}

/* A service's mean inflow over two years varies by about 8 % (drift, overdispersion). */
static void test_inflow(void)
{
	double sum = 0;

	for (unsigned long seed = 1; seed <= 16; seed++) {
		struct export tables = service(seed, 20, 24);

		for (size_t i = 0; i < tables.case_count; i++)
			sum += tables.cases[i].first_contact >= tables.since;
		export_free(&tables);
	}
	sum /= 16 * 24;
	ok(fabs(sum - 20) < 4 * 20 * 0.08 / sqrt(16),
	   "20 new cases a month wanted, %.2f came", sum);
}

static void test_tiny(void)
{
	struct export tables = service(1, 0.1, 1);

	ok(tables.adviser_count == 2, "at least two advisers");
	export_free(&tables);
}

static void test_mechanism(enum mechanism_id mechanism)
{
	const struct population_settings settings = { .seed = 5, .mechanism = mechanism,
						      .inflow = 10, .start = JANUARY_2022,
						      .months = 24 };
	struct export tables = made(&settings);

	printf("# %s\n", mechanism_names[mechanism]);
	test_consultations(&tables);
	test_first_contacts(&tables);
	test_approvals(&tables);
	test_absences(&tables);
	export_free(&tables);
	test_beyond(mechanism);
	test_capacity(mechanism);
}

int main(void)
{
	struct export tables = service(1, 10, 24);

	for (int mechanism = 0; mechanism < MECHANISMS; mechanism++)
		test_mechanism((enum mechanism_id)mechanism);
	test_households(&tables);
	test_topics(&tables);
	test_seeds(&tables);
	test_inflow();
	test_shock(2015, 9, 2.02);
	test_shock(2020, 4, 0.63);
	test_shock(2022, 4, 1.98);
	test_shock(2012, 4, 1);
	test_tiny();
	export_free(&tables);
	return done();
}
