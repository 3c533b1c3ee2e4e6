#pragma once
// malloc_trim and mallopt, which Swift's module of the C library leaves out.
#include <malloc.h>

/// Lets go of the pages of programs and libraries that nothing was ever written to (code and constants): what is used
/// again comes back from the page cache, some microseconds later.
void catalogued_forget_code(void);
