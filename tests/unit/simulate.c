/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole made-up service: what must hold of every row, what seeds and lengths may change, and
 * the inflow that was asked for. */
#include "data/date.h"
#include "model/simulate.h"
#include "tap.h"

enum { JANUARY_2022 = 2022 * 12 };

static struct export service(unsigned long seed, double inflow, int months)
{
	const struct population_settings settings = { .seed = seed, .inflow = inflow,
						      .start = JANUARY_2022, .months = months };
	struct population population;
	struct export tables;

	population_new(&population, &settings);
	simulate_service(&population, &tables);
	population_free(&population);
	return tables;
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

	if (!of || row->date < of->first_contact || row->person < 1 || row->person > of->persons)
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

int main(void)
{
	struct export tables = service(1, 10, 24);

	test_consultations(&tables);
	test_first_contacts(&tables);
	test_approvals(&tables);
	test_seeds(&tables);
	test_inflow();
	test_tiny();
	export_free(&tables);
	return done();
}
