/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say - sentences for people. */
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "show/say.h"

enum { WIDTH = 78 };

const char *say_number(char to[SAY_NUMBER], double value, int decimals)
{
	text_fixed(to, SAY_NUMBER, value, decimals);
	return to;
}

const char *say_p(char to[SAY_P], double p)
{
	char text[SAY_NUMBER];

	snprintf(to, SAY_P, "p %s %s", p < 0.001 ? "<" : "=",
		 say_number(text, p < 0.001 ? 0.001 : p, 3));
	return to;
}

const char *say_date(char to[11], int32_t date)
{
	/* TRANSLATORS: "date order|dmy" writes 31.10.2026, "date order|iso" 2026-10-31 */
	const char *order = _("date order|iso");

	if (order[11] == 'd')
		date_write_german(to, date);
	else
		date_write(to, date);
	return to;
}

static void wrap(FILE *to, size_t indent, const char *text)
{
	size_t used = 0;

	while (*text) {
		size_t length = strcspn(text, " "), width;
		char word[256];

		snprintf(word, sizeof word, "%.*s", (int)length, text);
		width = text_width(word);
		/* A percent sign stays with its number. */
		if (used && indent + used + 1 + width > WIDTH && *text != '%') {
			fprintf(to, "\n%*s", (int)indent, "");
			used = 0;
		}
		fprintf(to, "%s%s", used ? " " : "", word);
		used += (used != 0) + width;
		text += length;
		text += strspn(text, " ");
	}
	fputc('\n', to);
}

void say_wrap(FILE *to, const char *text)
{
	wrap(to, 0, text);
}

void say_labelled(FILE *to, const char *label, int indent, const char *text)
{
	int pad = indent - (int)text_width(label);

	fprintf(to, "%s%*s", label, pad > 1 ? pad : 1, "");
	wrap(to, (size_t)indent, text);
}

void say(FILE *to, const char *format, ...)
{
	char text[2000];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	say_wrap(to, text);
}
