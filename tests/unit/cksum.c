/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checksum against `printf ... | cksum` of GNU coreutils 9.1. */
#include <string.h>

#include "base/cksum.h"
#include "base/mem.h"
#include "tap.h"

int main(void)
{
	size_t many = 70000;
	char *bytes = mem_new(many, 1);

	is_count(cksum("", 0), 4294967295, "nothing");
	is_count(cksum("a", 1), 1220704766, "one byte");
	is_count(cksum("123456789", 9), 930766865, "the usual nine digits");
	is_count(cksum("\377\0\377", 3), 862150036, "a zero among them");
	memset(bytes, 'x', many);
	is_count(cksum(bytes, many), 4215398528, "a length of three bytes");
	free(bytes);
	return done();
}
