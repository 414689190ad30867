/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words - what the tables' own words (per_case, not_early, provisional) are called for people.
 *
 * CSV and JSON have the words as they are, whatever the language (verlauf-tables(5)). Of the forms
 * for people, a tool's table has short ones, in English the words themselves, since options and
 * manual pages have them too; a report, whose reader knows neither, has phrases. Each word stands
 * once, in one list, with both. A word that is none of the tables' own comes back as it is. */
#ifndef VL_WORDS_H
#define VL_WORDS_H

/* Short: "per_case", "je Fall". */
const char *words_shown(const char *word);
/* Of a group's name, which is the file's, only (all) and (none). */
const char *words_group(const char *name);
/* The word of a flag. */
const char *words_flag(const char *word);
/* As a phrase, where the word in a column of that name has one: "a case", "came back early". */
const char *words_phrase(const char *column, const char *word);

#endif
