/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HMAC-SHA-256 against the vectors of RFC 4231 (Nystrom 2005), and what is wiped. */
#include <stdint.h>
#include <stdlib.h>

#include "data/key.h"
#include "tap.h"

static void to_hex(const uint8_t *bytes, size_t count, char *to)
{
	for (size_t i = 0; i < count; i++)
		sprintf(to + 2 * i, "%02x", (unsigned)bytes[i]);
}

static void check(const void *key, size_t key_length, const void *message, size_t length,
		  const char *want, const char *what)
{
	char got[2 * KEY_DIGEST + 1];
	uint8_t digest[KEY_DIGEST];

	key_hmac(key, key_length, message, length, digest);
	to_hex(digest, KEY_DIGEST, got);
	got[strlen(want)] = '\0';       /* one vector is truncated */
	is_text(got, want, what);
}

static const void *repeat(int byte, size_t count)
{
	static uint8_t bytes[2][200];
	static int which;

	which = !which;
	memset(bytes[which], byte, count);
	return bytes[which];
}

static void test_vectors(void)
{
	static const char *const large = "This is a test using a larger than block-size key and a "
		"larger than block-size data. The key needs to be hashed before being used by the "
		"HMAC algorithm.";
	uint8_t counting[25];

	for (uint8_t i = 0; i < 25; i++)
		counting[i] = (uint8_t)(i + 1);
	check(repeat(0x0b, 20), 20, "Hi There", 8,
	      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", "test case 1");
	check("Jefe", 4, "what do ya want for nothing?", 28,
	      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "test case 2");
	check(repeat(0xaa, 20), 20, repeat(0xdd, 50), 50,
	      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", "test case 3");
	check(counting, 25, repeat(0xcd, 50), 50,
	      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b", "test case 4");
	check(repeat(0x0c, 20), 20, "Test With Truncation", 20,
	      "a3b6167473100ee06e0c796c2955552b", "test case 5");
	check(repeat(0xaa, 131), 131, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
	      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", "test case 6");
	check(repeat(0xaa, 131), 131, large, strlen(large),
	      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2", "test case 7");
}

static void test_wipe(void)
{
	static const char zeros[8];
	char secret[8] = "secret!";

	key_wipe(secret, sizeof secret);
	ok(memcmp(secret, zeros, sizeof secret) == 0, "wiped memory holds zeros");
}

/* A digest must not leave anything behind for the next one, nor run parts together. */
static void test_parts(void)
{
	const char *const apart[] = { "case", "12" }, *const other[] = { "cas", "e12" },
			  *const shorter[] = { "case12" };
	uint8_t first[KEY_DIGEST], second[KEY_DIGEST], third[KEY_DIGEST];
	struct fault fault = { 0 };
	char path[] = "/tmp/verlauf-key-XXXXXX";
	struct key *key;
	char file[64];

	snprintf(file, sizeof file, "%s/key", mkdtemp(path) ? path : "/nonexistent");
	is_count(key_make(file, &fault), 0, "a key is made");
	key = key_read(file, "somebody", &fault);
	ok(key != NULL, "and read");
	if (key) {
		key_digest(key, apart, 2, first);
		key_digest(key, other, 2, second);
		ok(memcmp(first, second, KEY_DIGEST) != 0, "where a part ends matters");
		key_digest(key, shorter, 1, third);
		ok(memcmp(first, third, KEY_DIGEST) != 0, "how many there are, too");
		key_digest(key, apart, 2, second);
		ok(memcmp(first, second, KEY_DIGEST) == 0, "the same again is the same");
	}
	key_free(key);
	remove(file);
	remove(path);
}

int main(void)
{
	test_vectors();
	test_wipe();
	test_parts();
	return done();
}
