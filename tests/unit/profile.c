/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles: names of columns, units and values. */
#include <stddef.h>

#include "data/csv.h"
#include "data/profile.h"
#include "tap.h"

static const char *const shipped[] = { "casa", "civicrm", "clockify", "commcare", "german", "hmis",
				       "kobo", "verlauf" };

static const struct profile *profile(const char *name)
{
	struct fault fault = { 0 };
	const struct profile *found = profile_find(name, &fault);

	if (!found)
		printf("Bail out! %s: %s:%ld: %s\n", name, fault.file, fault.line, fault.text);
	return found;
}

static void test_find(void)
{
	const struct profile *verlauf = profile("verlauf"), *german = profile("german");
	struct fault fault = { 0 };

	ok(!profile_find("polish", &fault) && fault.status == STATUS_USAGE,
	   "no profile for what there is none");
	ok(strcmp(verlauf->delimiters, ",") == 0 && verlauf->decimal_mark == '.' &&
	   verlauf->date_order == DATE_ISO && strcmp(verlauf->encoding, CSV_UTF8) == 0,
	   "the canonical layout");
	ok(strcmp(german->delimiters, ";") == 0 && german->decimal_mark == ',' &&
	   german->date_order == DATE_DMY && strcmp(german->encoding, CSV_BOM_OR_CP1252) == 0,
	   "the German layout");
	for (size_t i = 0; i <= sizeof shipped / sizeof *shipped; i++)
		is_text(profile_names()[i], i < sizeof shipped / sizeof *shipped ? shipped[i] : NULL,
			"a profile that comes with the tools, or the end");
}

static void test_columns(void)
{
	static const struct {
		const char *profile, *canonical, *cell;
		int is;
	} rows[] = {
		{ "verlauf", "case_id", "case_id", 1 },
		{ "verlauf", "case_id", "CASE_ID", 1 },
		{ "verlauf", "case_id", "Fall", 0 },
		{ "verlauf", "minutes", "hours", 0 },
		{ "german", "case_id", "case_id", 1 },
		{ "german", "case_id", "Fall", 1 },
		{ "german", "case_id", "FALL-NR", 1 },
		{ "german", "case_id", "Falls", 0 },
		{ "german", "case_id", "Fal", 0 },
		{ "german", "date", "Fall", 0 },
		{ "german", "date", "Datum", 1 },
		{ "german", "minutes", "Dauer (min)", 1 },
		{ "german", "adviser", "Berater*in", 1 },
		{ "german", "activity", "tätigkeit", 1 },
		{ "german", "activity", "TÄTIGKEIT", 1 },
		{ "german", "provider", "Träger", 1 },
		{ "german", "entered", "Erfasst am", 1 },
		{ "german", "first_contact", "Erstkontakt", 1 },
		{ "german", "closed", "Abschluss", 1 },
		{ "german", "persons", "Personen", 1 },
		{ "german", "person_id", "Personen", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(profile_is(profile(rows[i].profile), rows[i].canonical, rows[i].cell) ==
		   rows[i].is, "%s: '%s' is %s%s", rows[i].profile, rows[i].cell,
		   rows[i].is ? "" : "not ", rows[i].canonical);
}

/* No name may stand for two columns of a table: which one would depend on the profile's order.
 * "Stunden" are a consultation's duration, and the hours of an approval. */
static void test_unique(void)
{
	const struct profile_alias *aliases = profile("german")->aliases;
	int twice = 0;

	for (size_t i = 0; aliases[i].canonical; i++)
		for (size_t j = 0; j < i; j++)
			twice += profile_is(profile("german"), aliases[i].canonical,
					    aliases[j].name) &&
				 strcmp(aliases[i].canonical, aliases[j].canonical) != 0 &&
				 strcmp(aliases[i].canonical, "hours") != 0;
	is_count(twice, 0, "no German name stands for two columns");
}

static void test_units(void)
{
	static const struct {
		const char *profile, *cell;
		enum effort_unit unit;
	} rows[] = {
		{ "verlauf", "minutes", UNIT_MINUTES }, { "verlauf", "amount", UNIT_UNSTATED },
		{ "german", "minutes", UNIT_MINUTES },  { "german", "Minuten", UNIT_MINUTES },
		{ "german", "Dauer (min)", UNIT_MINUTES }, { "german", "Stunden", UNIT_HOURS },
		{ "german", "Dauer (h)", UNIT_HOURS },  { "german", "hours", UNIT_HOURS },
		{ "german", "Dauer", UNIT_UNSTATED },   { "german", "Zeit", UNIT_UNSTATED },
		{ "german", "Betrag", UNIT_UNSTATED },  { "german", "Fall", UNIT_UNSTATED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_count(profile_unit(profile(rows[i].profile), "minutes", rows[i].cell), rows[i].unit,
			 rows[i].cell);
}

static void test_values(void)
{
	static const struct {
		const char *profile, *column, *cell, *value;
	} rows[] = {
		{ "german", "status", "durchgeführt", "held" },
		{ "german", "status", "Durchgeführt", "held" },
		{ "german", "status", "stattgefunden", "held" },
		{ "german", "status", "Nicht erschienen", "no_show" },
		{ "german", "status", "ausgefallen", "no_show" },
		{ "german", "status", "geplant", "planned" },
		{ "german", "status", "gelöscht", "deleted" },
		{ "german", "status", "storniert", "deleted" },
		{ "german", "status", "HELD", NULL },
		{ "german", "status", "WL", NULL },
		{ "german", "status", "verschoben", NULL },
		{ "german", "service", "WL", "welcome" },
		{ "german", "service", "fachleistung", "special" },
		{ "german", "service", "Integrationsbüro", "general" },
		{ "german", "service", "Asylberatung", NULL },
		{ "german", "service", "", NULL },
		{ "german", "topic", "IB", NULL },
		{ "verlauf", "status", "geplant", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_text(profile_value(profile(rows[i].profile), rows[i].column, rows[i].cell,
				      strlen(rows[i].cell)), rows[i].value, rows[i].cell);
}

int main(void)
{
	test_find();
	test_columns();
	test_unique();
	test_units();
	test_values();
	return done();
}
