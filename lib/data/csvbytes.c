/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csvbytes - what a line of a CSV file is made of. */
#include <string.h>

#include "base/text.h"
#include "data/csvreader.h"

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))

/* Add what eight bytes hold. (A borrow can only come from a byte that is itself below 0x20, or a
 * quote, so that the answers are right.) */
static void look_at_word(struct csvbytes *look, uint64_t word)
{
	uint64_t no_quote = word ^ EACH_BYTE('"');

	look->control |= (word - EACH_BYTE(0x20)) & ~word & EACH_BYTE(0x80);
	look->high |= word & EACH_BYTE(0x80);
	look->quote |= (no_quote - EACH_BYTE(1)) & ~no_quote & EACH_BYTE(0x80);
}

/* One pass for all questions, eight bytes at a time; of the last eight only the first few are the
 * text's. (Byte by byte these few took as long as all before.) */
struct csvbytes csvbytes_look(const char *text, size_t length)
{
	static const char which[2 * sizeof(uint64_t)] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
	struct csvbytes look = { 0, 0, 0 };
	uint64_t word, ours;
	size_t i = 0;

	for (; i + sizeof word <= length; i += sizeof word) {
		memcpy(&word, text + i, sizeof word);
		look_at_word(&look, word);
	}
	memcpy(&word, text + i, sizeof word);
	memcpy(&ours, which + sizeof word - (length - i), sizeof ours);
	look_at_word(&look, (word & ours) | (EACH_BYTE(' ') & ~ours));
	return look;
}

static void refuse_encoding(struct csv_reader *reader, size_t offset)
{
	unsigned byte = (unsigned char)csvfault_record(reader)[offset];
	const char *encoding = charset_name(reader->charset);

	if (strncmp(encoding, "UTF", 3) != 0)
		csvfault_offend(reader, offset, N_("the byte 0x%02X has no meaning in %s"), byte, encoding);
	else if (strcmp(encoding, "UTF-8") != 0)
		csvfault_offend(reader, offset, N_("this is no character of %s"), encoding);
	else if (charset_marked(reader->charset))
		csvfault_offend(reader, offset, N_("the byte 0x%02X is not UTF-8"), byte);
	else
		csvfault_offend(reader, offset, N_("the byte 0x%02X is not UTF-8; the file may be in "
					  "another encoding: --encoding cp1252"), byte);
}

/* A control byte, or a line end of the other kind. Returns whether the row breaks off here. */
static int check_control(struct csv_reader *reader, size_t offset, int quoted)
{
	char byte = csvfault_record(reader)[offset];

	if (byte == '\t')
		return 0;
	if (byte != '\r' && byte != '\n') {
		csvfault_offend(reader, offset, N_("the control byte 0x%02X is not text"), (unsigned)byte);
		return 0;
	}
	if (quoted)
		return 0;
	csvfault_offend(reader, offset, byte == '\r' ?
	       N_("a lone carriage return; the lines of this file end with line feeds") :
	       N_("a lone line feed; the lines of this file end with carriage returns"));
	return 1;
}

/* How many of the line's bytes may be parsed. */
static size_t check_controls(struct csv_reader *reader)
{
	const char *line = reader->bytes + reader->line;
	size_t start = reader->line - reader->record, i;
	int quoted = reader->line > reader->record, broken = 0;

	for (i = 0; i < reader->length && !broken; i++) {
		quoted ^= line[i] == '"';
		if ((unsigned char)line[i] < 0x20)
			broken = check_control(reader, start + i, quoted);
	}
	return i - (size_t)broken;
}

/* Check the line's bytes; returns how many of them may be parsed. */
size_t csvbytes_check(struct csv_reader *reader, const struct csvbytes *look)
{
	const char *line = reader->bytes + reader->line;
	size_t length = look->control ? check_controls(reader) : reader->length;
	ptrdiff_t invalid = look->high && reader->doubtful ?
			    text_invalid(line, length) : -1;

	if (invalid >= 0)
		refuse_encoding(reader, reader->line - reader->record + (size_t)invalid);
	return length;
}
