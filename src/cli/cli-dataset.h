/* SPDX-License-Identifier: MIT */
/* cli-dataset.h: the actions of `dataset`; arguments begin with the action's name. */
#pragma once

int cli_dataset_download (char **arguments);
int cli_dataset_info (char **arguments);
int cli_dataset_make (char **arguments);
int cli_dataset_verify (char **arguments);
