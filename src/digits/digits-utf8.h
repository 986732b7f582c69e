/* SPDX-License-Identifier: MIT */
/* digits-utf8.h: messages and names are UTF-8 even where a file's name is not. */
#pragma once

/* Replaces every byte that is no part of a valid character by '?', and drops a character that was
 * cut off at the end of the text. */
void digits_utf8_repair (char *text);
