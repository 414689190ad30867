/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words - what the tables' own words (per_case, not_early, open_at_end) are called for people.
 *
 * CSV and JSON have the words as they are, whatever the language (verlauf-tables(5)); the forms for
 * people have their translation, and in English the words themselves. */
#ifndef VL_WORDS_H
#define VL_WORDS_H

/* In the reader's language; a word that is none of the tables' own comes back as it is. */
const char *words_shown(const char *word);
/* Of a group's name, which is the file's, only (all) and (none). */
const char *words_group(const char *name);

#endif
