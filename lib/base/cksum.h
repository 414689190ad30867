/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cksum - the checksum of POSIX's cksum(1), so that anybody can reckon it again.
 *
 * A CRC of 32 bits over the bytes and their number (IEEE Std 1003.1-2008, cksum). It finds
 * accidents and careless edits: of changes at random one in four billion escapes it, one of up to
 * 32 bits in a row never. It is no seal: who means harm can reckon it, too. */
#ifndef VL_CKSUM_H
#define VL_CKSUM_H

#include <stddef.h>
#include <stdint.h>

uint32_t cksum(const void *bytes, size_t length);

#endif
