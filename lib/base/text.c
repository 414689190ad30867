/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text - UTF-8, translation, and comparisons that no locale can change. */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* ---- language ------------------------------------------------------------------ */

static char program_share[4096];

/* PREFIX holds only until somebody moves the tree: better ask where the program lies. */
static void find_share(void)
{
	char self[4000];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	strcpy(program_share, PREFIX "/share");
	if (length <= 0)
		return;
	self[length] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return;
	*slash = '\0';
	snprintf(program_share, sizeof program_share, "%s/../share", self);
}

const char *text_share(void)
{
	if (!*program_share)
		find_share();
	return program_share;
}

void text_start(void)
{
	char locale[4200];

	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	snprintf(locale, sizeof locale, "%s/locale", text_share());
	bindtextdomain("verlauf", locale);
	bind_textdomain_codeset("verlauf", "UTF-8");
	textdomain("verlauf");
}

/* Of the reader's language. */
static const char *decimal_mark(void)
{
	/* TRANSLATORS: the decimal mark of your language: "." or "," */
	const char *mark = _("decimal mark|.");

	return strcmp(mark, "decimal mark|.") == 0 ? "." : mark;
}

/* ---- UTF-8 --------------------------------------------------------------------- */

/* Length of the valid sequence that starts here, or 0 (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *p, size_t left)
{
	unsigned char least = 0x80, most = 0xBF;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (left < length)
		return 0;
	if (p[0] == 0xE0)
		least = 0xA0;
	else if (p[0] == 0xED)
		most = 0x9F;
	else if (p[0] == 0xF0)
		least = 0x90;
	else if (p[0] == 0xF4)
		most = 0x8F;
	if (p[1] < least || p[1] > most)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

/* Leading words of eight bytes that are all ASCII, in bytes. */
static size_t ascii_words(const unsigned char *p, size_t left)
{
	uint64_t word;
	size_t at = 0;

	for (; at + sizeof word <= left; at += sizeof word) {
		memcpy(&word, p + at, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	return at;
}

ptrdiff_t text_invalid(const char *text, size_t length)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t at = ascii_words(p, length), step;

	for (; at < length; at += step) {
		step = sequence(p + at, length - at);
		if (step > 1)
			step += ascii_words(p + at + step, length - at - step);
		if (!step)
			return (ptrdiff_t)at;
	}
	return -1;
}

size_t text_characters(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

static uint32_t code_point(const unsigned char *p, size_t length)
{
	static const unsigned char mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	uint32_t code = p[0] & mask[length];

	for (size_t i = 1; i < length; i++)
		code = code << 6 | (p[i] & 0x3F);
	return code;
}

/* The blocks that matter for names; not the whole of Unicode's tables. */
static int is_combining(uint32_t c)
{
	return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05BD) ||
	       (c >= 0x064B && c <= 0x065F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	       (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
	       (c >= 0xFE20 && c <= 0xFE2F) || c == 0x200D || c == 0xFE0F;
}

static int is_wide(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
	       (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
	       (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
	       (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

/* Control characters and those that reorder or hide text on a terminal. */
static int is_hostile(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

size_t text_width(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t left = strlen(text), width = 0, step;

	for (; left; p += step, left -= step) {
		uint32_t c;

		step = sequence(p, left);
		if (!step) {
			step = 1;
			width++;
			continue;
		}
		c = code_point(p, step);
		width += is_combining(c) ? 0 : is_wide(c) ? 2 : 1;
	}
	return width;
}

void text_escape(char *to, size_t size, const char *from, size_t length)
{
	const unsigned char *p = (const unsigned char *)from;
	size_t at = 0, step;

	for (; length; p += step, length -= step) {
		step = sequence(p, length);
		if (!step || is_hostile(code_point(p, step))) {
			step = step ? step : 1;
			if (at + 4 * step >= size)
				break;
			for (size_t i = 0; i < step; i++)
				at += (size_t)sprintf(to + at, "\\x%02X", p[i]);
			continue;
		}
		if (at + step >= size)
			break;
		memcpy(to + at, p, step);
		at += step;
	}
	to[at] = '\0';
}

/* ---- comparisons and numbers --------------------------------------------------- */

static int fold(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int text_same(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (fold((unsigned char)a[i]) != fold((unsigned char)b[i]))
			return 0;
	return 1;
}

int text_equal_n(const char *a, const char *b, size_t b_length)
{
	for (size_t i = 0; i < b_length; i++)
		if (fold((unsigned char)a[i]) != fold((unsigned char)b[i]) || !a[i])
			return 0;
	return a[b_length] == '\0';
}

int text_equal(const char *a, const char *b)
{
	return text_equal_n(a, b, strlen(b));
}

int text_whole(const char *text, long least, long most, long *value)
{
	const char *digits = text + (*text == '-');
	char *end;

	if (*digits < '0' || *digits > '9')
		return -1;
	errno = 0;
	*value = strtol(text, &end, 10);
	return *end || errno || *value < least || *value > most ? -1 : 0;
}

int text_number(const char *text, double *value)
{
	char *end;

	/* strtod also reads hexadecimal, infinities, NaN, leading blanks: none of them here. */
	if (!*text || text[strspn(text, "0123456789.+-eE")] || strspn(text, "eE"))
		return -1;
	*value = strtod(text, &end);
	return *end || !isfinite(*value) ? -1 : 0;
}

/* A value that lies in the middle goes away from zero, as people and spreadsheets round: 992.25 is
 * 992.3. What printf makes of it depends on the digit before. */
static double out_of_the_middle(double value, int decimals)
{
	double scale = pow(10, decimals), scaled = value * scale;

	if (fabs(scaled - trunc(scaled)) == 0.5)
		return (trunc(scaled) + copysign(1, scaled)) / scale;
	return value;
}

void text_fixed(char *to, size_t size, double value, int decimals)
{
	char *mark;

	snprintf(to, size, "%.*f", decimals, out_of_the_middle(value, decimals));
	if (*to == '-' && !to[1 + strspn(to + 1, "0.")])
		memmove(to, to + 1, strlen(to));
	mark = strchr(to, '.');
	if (mark)
		*mark = *decimal_mark();
}
