// simdjson's on-demand parser behind a flat array: one call reads a document, and Swift then reads what it holds.
// The number of a value's text is as printed, so that 1.0 and whole numbers beyond 2^53 stay what they are.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CJSONNull = 0, CJSONBoolean = 1, CJSONNumber = 2, CJSONString = 3, CJSONArray = 4, CJSONObject = 5 };

/// One value, in pre-order: a container's values follow it, up to the index `end`. Texts are UTF-8, not terminated, and
/// live until the next document is read.
typedef struct {
  /// Of a value in an object: its key, escapes undone. Else null.
  const char *key;
  /// String: its text, escapes undone. Number, boolean, null: as printed. Container: null.
  const char *text;
  uint32_t key_length, text_length;
  /// The index behind this value and all that is in it.
  uint32_t end;
  /// Container: how many values stand directly in it.
  uint32_t count;
  int32_t kind;
} CJSONValue;

typedef struct CJSONReader CJSONReader;

/// Containers may stand in each other up to so deep.
enum { CJSONDepthLimit = 128 };
/// A document may hold so many values.
enum { CJSONValueLimit = 1 << 20 };
/// Errors of ours, beside simdjson's own codes.
enum { CJSONTooDeep = -1, CJSONTooMany = -2, CJSONTrailing = -3, CJSONNoMemory = -4 };

/// Null if there is no memory.
CJSONReader *cjson_create(void);
void cjson_destroy(CJSONReader *reader);

/// Reads one JSON text (RFC 8259) of at most 1 GB. Returns 0, or why it is none. The bytes are copied.
int32_t cjson_parse(CJSONReader *reader, const uint8_t *bytes, size_t length);

/// What the last document holds, until the next `cjson_parse`; the first value is the root.
const CJSONValue *cjson_values(const CJSONReader *reader, size_t *count);

/// What an error means, in words.
const char *cjson_error(int32_t code);

#ifdef __cplusplus
}
#endif
