#define _GNU_SOURCE
#include "CSpawn.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int catalogued_memory_file(void) { return memfd_create("notice", MFD_CLOEXEC); }

int catalogued_pipe(int ends[2]) {
  // Whoever writes into it is a program that knows of no end that does not block.
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  return fcntl(ends[0], F_SETFL, O_NONBLOCK) == -1 ? -1 : 0;
}

int catalogued_spawn_clean(posix_spawn_file_actions_t *actions, int first) {
  int code = posix_spawn_file_actions_addclosefrom_np(actions, first);
  return code != 0 ? code : posix_spawn_file_actions_addchdir_np(actions, "/");
}
