/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What words and columns of the tables are called (verlauf-tables(5)), by hand. */
#include "show/columns.h"
#include "show/words.h"
#include "tap.h"

static void headings(void)
{
	const struct table_column usual = { "se", NULL, COLUMN_HOURS, 2 };
	const struct table_column own = { "value", "expected", COLUMN_NUMBER, 1 };
	const struct table_column group = { "se", NULL, COLUMN_GROUP, 0 };
	const struct table_column unknown = { "team", NULL, COLUMN_TEXT, 0 };

	is_text(table_heading(&usual), "std. error", "a column without a heading has the usual one");
	is_text(table_heading(&own), "expected", "one with a heading has that");
	is_text(table_heading(&group), "se", "one that --by brings is called as in the file");
	is_text(table_heading(&unknown), "team", "one that is not known has its name");
}

int main(void)
{
	headings();
	is_text(words_shown("per_case"), "per_case", "short, as the options have it");
	is_text(words_phrase("measure", "per_case"), "a case", "as a phrase");
	is_text(words_phrase("item", "per_case"), "per_case", "a phrase only in its own column");
	is_text(words_phrase("group", "not_early"), "did not come back early", "a side");
	is_text(words_phrase("team", "(none)"), "not stated", "in any column");
	is_text(words_phrase("group", "rise"), "rise", "a word without a phrase stays");
	is_text(words_phrase("team", "Nord"), "Nord", "a word of the file stays");
	is_text(words_group("early"), "early", "a group of the file that is called as one of ours");
	is_text(words_flag("provisional"), "provisional", "a flag");
	return done();
}
