// dl_iterate_phdr is GNU's: seen with _GNU_SOURCE only, which a header that Swift reads must not set (its modules of the C
// library would differ).
#define _GNU_SOURCE
#include "CMalloc.h"
#include <link.h>
#include <stdint.h>
#include <sys/mman.h>

static int forget_segments(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size, (void)context;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
    uintptr_t start = (object->dlpi_addr + segment->p_vaddr + 4095) & ~(uintptr_t)4095;
    uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz) & ~(uintptr_t)4095;
    if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void catalogued_forget_code(void) { dl_iterate_phdr(forget_segments, NULL); }
