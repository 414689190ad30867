/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkids - ids and names in two spellings, and ids that a spreadsheet spoilt.
 *
 * Two texts are spellings of one where they are the same once letters are small, zeros before a
 * number are gone, and blanks, hyphens, dots, slashes and underscores are gone, but for one sign
 * between two digits: 1-23 and 12-3 stay apart. Letters are those of ASCII and Latin-1. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/repeats.h"
#include "base/text.h"
#include "model/check.h"

enum { FOLDED = 256, EXCEL_DIGITS = 15 };

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Length of the separator at a place, or 0; also the no-break space of UTF-8. */
static size_t separator(const char *text)
{
	switch (*text) {
	case ' ': case '-': case '_': case '.': case '/': case '\t':
		return 1;
	default:
		return text[0] == '\xC2' && text[1] == '\xA0' ? 2 : 0;
	}
}

/* Small letters of ASCII; of Latin-1 in UTF-8 (C3 80 .. C3 9E) they lie 32 higher. */
static char small(const char *text, const char *begin)
{
	unsigned char c = (unsigned char)*text;

	if (c >= 'A' && c <= 'Z')
		return (char)(c + 32);
	if (text > begin && (unsigned char)text[-1] == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97)
		return (char)(c + 32);
	return (char)c;
}

/* What comes out is never longer than what goes in. */
static size_t fold(char to[FOLDED], const char *text)
{
	size_t length = 0;

	for (const char *at = text; *at;) {
		size_t skip = separator(at);

		if (skip) {
			for (size_t more; (more = separator(at + skip)) > 0;)
				skip += more;
			at += skip;
			if (length && is_digit(to[length - 1]) && is_digit(*at))
				to[length++] = '-';
		} else if (*at == '0' && !(length && is_digit(to[length - 1])) && is_digit(at[1])) {
			at++;
		} else {
			to[length++] = small(at, text);
			at++;
		}
	}
	to[length] = '\0';
	return length;
}

/* ---- spellings ----------------------------------------------------------------- */

/* The first row of each name, where rows are to be listed. */
static uint32_t *first_rows(const struct check *check, enum survey_column column)
{
	const struct survey *survey = check->survey;
	uint32_t *rows = mem_new((size_t)intern_count(survey->names[column]) + 1, sizeof *rows);

	for (size_t i = survey->count; i-- > 0 && check->listing == CHECK_IDS;) {
		uint32_t number = survey_number(survey, column, i);

		if (number != INTERN_NONE)
			rows[number] = (uint32_t)i;
	}
	return rows;
}

/* A name as it is compared; one that is too long to be folded stands for itself. */
struct folded {
	const char *text;
	size_t length;
	char room[FOLDED];
};

static void fold_name(struct folded *folded, const struct intern *names, uint32_t name)
{
	folded->text = intern_text(names, name);
	folded->length = strlen(folded->text);
	if (folded->length >= FOLDED)
		return;
	folded->length = fold(folded->room, folded->text);
	folded->text = folded->room;
}

/* By name, whether another may fold to the same: nearly all are sure not to (base/repeats.h). */
static uint8_t *not_alone(const struct intern *names)
{
	uint32_t count = intern_count(names);
	uint8_t *maybe = mem_new((size_t)count + 1, sizeof *maybe);
	uint64_t *digests = mem_resize(NULL, (size_t)count + 1, sizeof *digests);
	struct repeats repeats;
	struct folded folded;

	repeats_start(&repeats, count);
	for (uint32_t i = 0; i < count; i++) {
		fold_name(&folded, names, i);
		digests[i] = intern_hash(folded.text, folded.length);
		repeats_see(&repeats, digests[i]);
	}
	for (uint32_t i = 0; i < count; i++)
		maybe[i] = (uint8_t)repeats_maybe(&repeats, digests[i]);
	repeats_free(&repeats);
	free(digests);
	return maybe;
}

/* In bytewise order; NULL where nothing is listed and the order does not matter. */
static uint32_t *order_of(const struct check *check, const struct intern *names)
{
	return check->listing == CHECK_IDS ? intern_sorted(names) : NULL;
}

/* Names that fold to one that stood before, in that order. */
static void add_spellings(struct check *check, enum item item, enum survey_column column)
{
	const struct intern *names = check->survey->names[column];
	uint32_t *order = order_of(check, names), count = intern_count(names), again = 0;
	uint32_t *rows = first_rows(check, column);
	uint32_t *first = mem_new((size_t)count + 1, sizeof *first);
	uint8_t *maybe = not_alone(names);
	struct intern *seen = intern_new();

	for (uint32_t i = 0; i < count; i++) {
		uint32_t known = intern_count(seen), name = order ? order[i] : i, at;
		struct folded folded;

		if (!maybe[name])
			continue;
		fold_name(&folded, names, name);
		at = intern_add(seen, folded.text, folded.length);
		if (at == known) {
			first[at] = name;
			continue;
		}
		again++;
		check_detail(check, item, rows[name], rows[first[at]]);
	}
	check_add(check, item, again, count - again, NAN);
	intern_free(seen);
	free(maybe);
	free(first);
	free(rows);
	free(order);
}

/* ---- spoilt -------------------------------------------------------------------- */

static size_t digits(const char *text)
{
	size_t count = 0;

	while (is_digit(text[count]))
		count++;
	return count;
}

/* 1E+05, 1,23E+11 */
static int is_scientific(const char *text)
{
	size_t count = digits(text);

	text += count;
	if (count != 1)
		return 0;
	if (*text == '.' || *text == ',')
		text += 1 + digits(text + 1);
	if ((*text != 'E' && *text != 'e') || (text[1] != '+' && text[1] != '-'))
		return 0;
	return digits(text + 2) > 0 && text[2 + digits(text + 2)] == '\0';
}

/* 123.0: a whole number that went through a floating-point column. */
static int is_floating(const char *text)
{
	size_t count = digits(text);

	return count && (strcmp(text + count, ".0") == 0 || strcmp(text + count, ",0") == 0);
}

/* A spreadsheet keeps 15 digits; those behind have become zeros. */
static int is_cut(const char *text)
{
	size_t count = digits(text);

	if (count <= EXCEL_DIGITS || text[count])
		return 0;
	return strspn(text + EXCEL_DIGITS, "0") == count - EXCEL_DIGITS;
}

/* #NAME?, #N/A, #WERT!, ##### */
static int is_error(const char *text)
{
	size_t length = strlen(text);

	return *text == '#' && length > 2 &&
	       (text[length - 1] == '!' || text[length - 1] == '?' || text[1] == '#' ||
		strcmp(text, "#N/A") == 0 || strcmp(text, "#NV") == 0);
}

static size_t month_word(const char *text)
{
	static const char *const words[] = {
		"jan", "feb", "mar", "m\xC3\xA4r", "mrz", "apr", "may", "mai", "jun", "jul", "aug",
		"sep", "oct", "okt", "nov", "dec", "dez" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((*text | 32) == *words[i] && text_equal_n(words[i], text, strlen(words[i])))
			return strlen(words[i]);
	return 0;
}

/* What was 1-3 or 3/24: 01. Mrz, 3-Jan, Mrz 24, Mar-24 */
static int is_month(const char *text)
{
	size_t count = digits(text), word, gap;

	gap = strspn(text + count, ". -");
	word = month_word(text + count + gap);
	if (count)
		return count <= 2 && gap && word && !text[count + gap + word];
	if (!word)
		return 0;
	gap = strspn(text + word, ". -");
	return gap && digits(text + word + gap) == 2 && !text[word + gap + 2];
}

static void add_spoilt(struct check *check)
{
	const struct intern *names = check->survey->names[SURVEY_CASE];
	uint32_t *rows = first_rows(check, SURVEY_CASE);
	int64_t spoilt = 0;

	for (uint32_t i = 0; i < intern_count(names); i++) {
		const char *text = intern_text(names, i);

		if (!is_scientific(text) && !is_floating(text) && !is_cut(text) &&
		    !is_error(text) && !is_month(text))
			continue;
		spoilt++;
		check_detail(check, ITEM_SPOILT, rows[i], CHECK_NO_ROW);
	}
	check_add(check, ITEM_SPOILT, spoilt, intern_count(names), NAN);
	free(rows);
}

void check_ids(struct check *check)
{
	const struct survey *survey = check->survey;

	add_spellings(check, ITEM_CASE_SPELLING, SURVEY_CASE);
	if (survey_has(survey, CANON_ADVISER))
		add_spellings(check, ITEM_ADVISER_SPELLING, SURVEY_ADVISER);
	if (survey_has(survey, CANON_SITE))
		add_spellings(check, ITEM_SITE_SPELLING, SURVEY_SITE);
	add_spoilt(check);
}
