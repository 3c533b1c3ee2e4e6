#ifndef CATALOGUED_CSPAWN_H
#define CATALOGUED_CSPAWN_H

#include <spawn.h>

// What glibc declares under _GNU_SOURCE only, which Swift's module of it does not see.

/// A file without a name (memfd_create(2)), closed on exec; -1 on failure.
int catalogued_memory_file(void);
/// A pipe whose ends are closed on exec, and whose reading end never blocks (pipe2(2)); 0, or -1 on failure.
int catalogued_pipe(int ends[2]);
/// No descriptor from `first` on reaches the new program; it starts in `/`. 0, or an error's number.
int catalogued_spawn_clean(posix_spawn_file_actions_t *actions, int first);

#endif
