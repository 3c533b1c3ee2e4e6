// toml++ for Swift: a TOML 1.0 document as a flat list of nodes in pre-order. No logic beyond that.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct catalogued_toml catalogued_toml;

enum catalogued_toml_kind {
  CATALOGUED_TOML_TABLE,
  CATALOGUED_TOML_ARRAY,
  CATALOGUED_TOML_STRING,
  CATALOGUED_TOML_INTEGER,
  CATALOGUED_TOML_FLOAT,
  CATALOGUED_TOML_BOOLEAN,
  CATALOGUED_TOML_MOMENT, // any of TOML's four kinds of dates and times; `text` has it in RFC 3339's form
};

// Lines and columns count from 1. Strings are UTF-8, not terminated, and live as long as the document.
typedef struct {
  int32_t kind;
  uint32_t children; // of a table or an array: how many nodes directly below it follow
  uint32_t line, column;
  const char *key; // null in arrays and for the root
  size_t key_length;
  uint32_t key_line, key_column;
  const char *text;
  size_t text_length;
  int64_t integer;
  double floating;
  bool boolean;
} catalogued_toml_node;

typedef struct {
  const char *message; // null where there is no error
  size_t message_length;
  uint32_t line, column;
} catalogued_toml_error;

// Null only where memory is short. After an error the document has no nodes.
catalogued_toml *catalogued_toml_parse(const char *bytes, size_t count);
void catalogued_toml_free(catalogued_toml *document);
catalogued_toml_error catalogued_toml_get_error(const catalogued_toml *document);
size_t catalogued_toml_count(const catalogued_toml *document);
catalogued_toml_node catalogued_toml_get(const catalogued_toml *document, size_t index);

#ifdef __cplusplus
}
#endif
