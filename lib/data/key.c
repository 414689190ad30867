/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key - a secret key, and digests that nobody can make or undo without it. */
#include <errno.h>
#include <fcntl.h>
#include <nettle/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/key.h"

enum { HEX_DIGITS = 2 * KEY_BYTES };

struct key {
	struct hmac_sha256_ctx state;   /* of the domain's key */
};

/* A compiler leaves out a memset before free, but not a write to what is volatile. */
void key_wipe(void *memory, size_t size)
{
	volatile unsigned char *byte = memory;

	while (size--)
		*byte++ = 0;
}

void key_hmac(const void *key, size_t key_length, const void *message, size_t length,
	      uint8_t digest[KEY_DIGEST])
{
	struct hmac_sha256_ctx state;

	hmac_sha256_set_key(&state, key_length, key);
	hmac_sha256_update(&state, length, message);
	hmac_sha256_digest(&state, KEY_DIGEST, digest);
	key_wipe(&state, sizeof state);
}

/* ---- the file -------------------------------------------------------------------- */

static int check_file(int file, const char *path, struct fault *fault)
{
	struct stat there;

	if (fstat(file, &there) != 0)
		return fault_system(fault, path, N_("cannot read"));
	if (!S_ISREG(there.st_mode))
		return fault_at(fault, STATUS_SYSTEM, path, 0, 0, N_("the key must be a plain file"));
	if (there.st_uid != geteuid())
		return fault_at(fault, STATUS_SYSTEM, path, 0, 0,
				N_("the key belongs to another user: it must be your own"));
	if (there.st_mode & (S_IXUSR | S_IRWXG | S_IRWXO))
		return fault_at(fault, STATUS_SYSTEM, path, 0, 0,
				N_("others may read or change the key (mode %03o): chmod 600, and make a "
				   "new one if they did"), (unsigned)(there.st_mode & 0777));
	return 0;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int decode(const char *text, size_t length, uint8_t bytes[KEY_BYTES])
{
	if (length && text[length - 1] == '\n')
		length--;
	if (length != HEX_DIGITS)
		return -1;
	for (size_t i = 0; i < KEY_BYTES; i++) {
		int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

/* One byte more than a key with its line end has, to see whether the file goes on. */
static int read_bytes(int file, const char *path, uint8_t bytes[KEY_BYTES], struct fault *fault)
{
	char text[HEX_DIGITS + 2];
	size_t length = 0;
	ssize_t got;
	int result = 0;

	do {
		got = read(file, text + length, sizeof text - length);
		length += got > 0 ? (size_t)got : 0;
	} while ((got > 0 && length < sizeof text) || (got < 0 && errno == EINTR));
	if (got < 0)
		result = fault_system(fault, path, N_("cannot read"));
	else if (decode(text, length, bytes) != 0)
		result = fault_at(fault, STATUS_SYSTEM, path, 0, 0,
				  N_("is no key: that is one line of 64 hexadecimal digits, as "
				     "--new-key writes it"));
	key_wipe(text, sizeof text);
	return result;
}

/* O_NONBLOCK: a named pipe in the key's place must not hold up a cron job. */
static int read_file(const char *path, uint8_t bytes[KEY_BYTES], struct fault *fault)
{
	int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	int result;

	file_is_input(path);
	if (file < 0 && errno == ELOOP)
		return fault_at(fault, STATUS_SYSTEM, path, 0, 0,
				N_("is a symbolic link: name the key itself"));
	if (file < 0)
		return fault_system(fault, path, N_("cannot open"));
	result = check_file(file, path, fault);
	if (result == 0)
		result = read_bytes(file, path, bytes, fault);
	close(file);
	return result;
}

/* ---- the key of a domain --------------------------------------------------------- */

struct key *key_read(const char *path, const char *domain, struct fault *fault)
{
	static const char label[] = "verlauf pseudonyms 1";
	uint8_t bytes[KEY_BYTES], derived[KEY_DIGEST];
	struct key *key = NULL;
	size_t length = sizeof label + strlen(domain);
	char *message;

	if (read_file(path, bytes, fault) == 0) {
		message = mem_new(length + 1, 1);
		memcpy(message, label, sizeof label);
		strcpy(message + sizeof label, domain);
		key_hmac(bytes, sizeof bytes, message, length, derived);
		free(message);
		key = mem_new(1, sizeof *key);
		hmac_sha256_set_key(&key->state, sizeof derived, derived);
		key_wipe(derived, sizeof derived);
	}
	key_wipe(bytes, sizeof bytes);
	return key;
}

void key_free(struct key *key)
{
	if (key)
		key_wipe(key, sizeof *key);
	free(key);
}

struct key *key_copy(const struct key *key)
{
	struct key *copy = mem_new(1, sizeof *copy);

	*copy = *key;
	return copy;
}

void key_digest(struct key *key, const char *const parts[], size_t count,
		uint8_t digest[KEY_DIGEST])
{
	for (size_t i = 0; i < count; i++)
		hmac_sha256_update(&key->state, strlen(parts[i]) + 1, (const uint8_t *)parts[i]);
	hmac_sha256_digest(&key->state, KEY_DIGEST, digest);   /* ready for the next one */
}

/* ---- a new one ------------------------------------------------------------------- */

static int random_bytes(uint8_t bytes[KEY_BYTES])
{
	ssize_t got;

	do
		got = getrandom(bytes, KEY_BYTES, 0);
	while (got < 0 && errno == EINTR);
	return got == KEY_BYTES ? 0 : -1;
}

static void encode(const uint8_t bytes[KEY_BYTES], char text[HEX_DIGITS + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < KEY_BYTES; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[HEX_DIGITS] = '\n';
}

static int write_key(int file)
{
	uint8_t bytes[KEY_BYTES];
	char text[HEX_DIGITS + 1];
	int result = random_bytes(bytes);

	if (result == 0) {
		encode(bytes, text);
		errno = ENOSPC;          /* what a short write means */
		result = write(file, text, sizeof text) == (ssize_t)sizeof text &&
			 fsync(file) == 0 ? 0 : -1;
		key_wipe(text, sizeof text);
	}
	key_wipe(bytes, sizeof bytes);
	return result;
}

int key_make(const char *path, struct fault *fault)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int result;

	if (file < 0 && errno == EEXIST)
		return fault_at(fault, STATUS_USAGE, path, 0, 0,
				N_("is there already: a key is never overwritten"));
	if (file < 0)
		return fault_system(fault, path, N_("cannot write"));
	result = fchmod(file, 0600) == 0 ? write_key(file) : -1;
	if (close(file) != 0 || result != 0) {
		fault_system(fault, path, N_("cannot write"));
		unlink(path);
		return -1;
	}
	return 0;
}
