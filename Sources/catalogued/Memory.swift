import CMalloc

/// Few heaps: each thread's own would keep what it once needed.
func limitHeaps() {
  mallopt(M_ARENA_MAX, 2)
  mallopt(M_TRIM_THRESHOLD, 1 << 20)
  mallopt(M_MMAP_THRESHOLD, 1 << 20)
}

/// Gives back to the system what a run has freed.
func releaseMemory() { malloc_trim(0) }
