/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a profile: every setting as it is read. What is refused, with its line, stands in
 * tests/cmd/profiles.t. */
#include <stdio.h>

#include "data/profiletext.h"
#include "tap.h"

static const char whole[] =
	"\xEF\xBB\xBF# a profile\n"
	"delimiter = \";|\";\n"
	"encoding = \"cp1252\";\n"
	"skip = 3;\n"
	"second_header = \"hxl\";\n"
	"row_end_delimiter = true;\n"
	"strip_guard = true;\n"
	"decimal_mark = \",\";\n"
	"dates = { date = \"words\"; others = \"mdy\"; };\n"
	"times = \"utc\";\n"
	"zone = \"+05:30\";\n"
	"missing = [ \"NA\", \"---\" ];\n"
	"other_tables = \"verlauf\";\n"
	"columns = {\n"
	"  case_id = [ \"Fall\", \"Akte\" ];\n"
	"  minutes = { seconds = \"Sek\"; hours = ( \"Std\", \"h\" ); unstated = \"Dauer\"; };\n"
	"};\n"
	"first_wins = \"case_id\";\n"
	"values = { status = { held = \"ja\"; no_show = [ \"nein\" ]; }; };\n"
	"separators = { topic = \";\"; };\n"
	"drop = ( { column = \"X\"; as = \"planned\"; },\n"
	"         { column = \"Y\"; values = \"z\"; reason = \"why\"; optional = true; } );\n"
	"key = [ \"A\", \"B\" ];\n"
	"join = { key = \"K\"; columns = \"C\"; };\n"
	"minutes = { column = \"T\"; table = ( (\"a\", 5) ); others = 7; };\n";

static struct profile *read_text(const char *text, struct fault *fault)
{
	return profiletext_read(text, strlen(text), "/somewhere/own.profile", fault);
}

static void test_layout(const struct profile *profile)
{
	is_text(profile->name, "own", "named by its file");
	is_text(profile->delimiters, ";|", "delimiters");
	is_text(profile->encoding, "cp1252", "encoding");
	is_count(profile->skip, 3, "skip");
	is_count(profile->second_header, CSV_SECOND_HXL, "second header");
	ok(profile->row_end_delimiter && profile->strip_guard, "flags");
	is_count(profile->decimal_mark, ',', "decimal mark");
	is_count(profile_order(profile, "date"), DATE_WORDS, "order of a column");
	is_count(profile_order(profile, "entered"), DATE_MDY, "... and of the others");
	ok(profile->times_utc && profile->zone && profile->zone->east == 330 &&
	   !profile->zone->summer, "times and zone");
	ok(profile_list_has(profile->missing, "na", 2) &&
	   profile_list_has(profile->missing, "---", 3) &&
	   !profile_list_has(profile->missing, "--", 2), "missing words");
	is_text(profile->other_tables, "verlauf", "other tables");
}

static void test_words(const struct profile *profile)
{
	ok(profile_is(profile, "case_id", "AKTE") && !profile_is(profile, "date", "Akte"), "names");
	is_count(profile_unit(profile, "minutes", "Sek"), UNIT_SECONDS, "seconds");
	is_count(profile_unit(profile, "minutes", "h"), UNIT_HOURS, "hours");
	is_count(profile_unit(profile, "minutes", "Dauer"), UNIT_UNSTATED, "no unit");
	ok(profile_list_has(profile->first_wins, "case_id", 7), "first_wins");
	is_text(profile_value(profile, "status", "JA", 2), "held", "a word");
	is_text(profile_value(profile, "status", "jaja", 2), "held", "a word within a text");
	is_text(profile_value(profile, "status", "vielleicht", 10), NULL, "no word");
	is_count(profile_separator(profile, "topic"), ';', "separator");
	is_count(profile_separator(profile, "site"), 0, "no separator");
}

static void test_rows(const struct profile *profile)
{
	const struct profile_filter *filters = profile->filters;

	ok(strcmp(filters[0].column, "X") == 0 && !filters[0].values &&
	   filters[0].as == DROP_PLANNED && !filters[0].optional, "a filter by any cell");
	is_text(filters[0].reason, "X", "its reason is the column");
	ok(strcmp(filters[1].values[0], "z") == 0 && !filters[1].values[1] &&
	   filters[1].as == DROP_OTHER && filters[1].optional, "a filter by a word");
	is_text(filters[1].reason, "why", "its reason");
	ok(!filters[2].column, "no third filter");
	ok(strcmp(profile->key[1], "B") == 0 && !profile->key[2], "key");
	is_text(profile->join_key, "K", "key of the second file");
	is_text(profile->join_columns[0], "C", "its column");
	is_text(profile->minutes_by, "T", "column of the minutes");
	ok(profile->minutes[0].minutes == 5 && !profile->minutes[1].value &&
	   profile->minutes[1].minutes == 7 && profile->minutes[2].minutes < 0, "their table");
}

/* What nothing is said of is as in the canonical layout. */
static void test_nothing(void)
{
	struct fault fault = { 0 };
	struct profile *profile = read_text("# nothing\n", &fault);
	const struct profile *verlauf = &profile_verlauf;

	if (!ok(profile != NULL, "a profile that says nothing"))
		return;
	ok(strcmp(profile->delimiters, verlauf->delimiters) == 0 &&
	   strcmp(profile->encoding, verlauf->encoding) == 0 &&
	   profile->decimal_mark == verlauf->decimal_mark &&
	   profile->date_order == verlauf->date_order && !profile->aliases && !profile->words &&
	   !profile->missing && !profile->filters && !profile->key && !profile->zone,
	   "... is the canonical one");
	profiletext_free(profile);
}

/* The canonical profile as a file says the same as the one that the tools know without it. */
static void test_canonical(void)
{
	const struct profile *verlauf = &profile_verlauf;
	struct fault fault = { 0 };
	struct profile *profile = profiletext_file("data/profiles/verlauf.profile", &fault);

	if (!profile) {
		printf("ok %d # SKIP not run in the project's folder\n", ++tap_count);
		return;
	}
	ok(strcmp(profile->delimiters, verlauf->delimiters) == 0 &&
	   strcmp(profile->encoding, verlauf->encoding) == 0 &&
	   profile->decimal_mark == verlauf->decimal_mark &&
	   profile->date_order == verlauf->date_order && !profile->aliases && !profile->words &&
	   !profile->filters && !profile->other_tables, "verlauf.profile says what the tools know");
	profiletext_free(profile);
}

int main(void)
{
	struct fault fault = { 0 };
	struct profile *profile = read_text(whole, &fault);

	if (!ok(profile != NULL, "a profile with every setting"))
		printf("# %ld: %s\n", fault.line, fault.text);
	if (profile) {
		test_layout(profile);
		test_words(profile);
		test_rows(profile);
	}
	profiletext_free(profile);
	test_nothing();
	test_canonical();
	return done();
}
