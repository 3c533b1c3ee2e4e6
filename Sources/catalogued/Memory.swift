import CMalloc

/// Few heaps: each thread's own would keep what it once needed. Four, since curl's thread, a run's and the writer's are
/// busy at once and would wait for each other.
func limitHeaps() {
  mallopt(M_ARENA_MAX, 4)
  mallopt(M_TRIM_THRESHOLD, 1 << 20)
  mallopt(M_MMAP_THRESHOLD, 1 << 20)
}

/// Gives back to the system what a run has freed, and the pages of code that only starts and runs need: an idle daemon
/// keeps a third of them.
func releaseMemory() {
  malloc_trim(0)
  catalogued_forget_code()
}
