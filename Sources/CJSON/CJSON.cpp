// What is checked does not depend on how it is built.
#define SIMDJSON_DEVELOPMENT_CHECKS 0
#define SIMDJSON_EXCEPTIONS 0

#include "CJSON.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <simdjson.h>
#include <string_view>
#include <vector>

using namespace simdjson;

struct CJSONReader {
  ondemand::parser *parser = nullptr;
  uint8_t *buffer = nullptr; // the document in brackets, and simdjson's padding
  size_t room = 0;
  std::vector<CJSONValue> values;
  int32_t error = 0;

  ~CJSONReader() { release(); }

  void release() {
    delete parser;
    parser = nullptr;
    free(buffer);
    buffer = nullptr;
    room = 0;
    values = std::vector<CJSONValue>();
  }
};

namespace {

// A large document's memory is given back before the next one is read.
constexpr size_t kept_room = 1 << 20;

bool digits(std::string_view text, size_t &at) {
  size_t start = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9')
    at++;
  return at > start;
}

// RFC 8259, 6.
bool is_number(std::string_view text) {
  size_t at = 0;
  if (at < text.size() && text[at] == '-')
    at++;
  if (at < text.size() && text[at] == '0')
    at++;
  else if (!digits(text, at))
    return false;
  if (at < text.size() && text[at] == '.' && !digits(text, ++at))
    return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    at++;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
      at++;
    if (!digits(text, at))
      return false;
  }
  return at == text.size();
}

bool fail(CJSONReader &reader, int32_t code) {
  reader.error = code;
  return false;
}

// Puts the value, and all that is in it, behind the others. False after an error.
bool take(CJSONReader &reader, ondemand::value value, std::string_view key, bool has_key, int depth);

bool take_array(CJSONReader &reader, ondemand::value value, int depth, uint32_t &count) {
  ondemand::array array;
  if (auto error = value.get_array().get(array))
    return fail(reader, error);
  for (auto element : array) {
    ondemand::value inner;
    if (auto error = element.get(inner))
      return fail(reader, error);
    if (!take(reader, inner, {}, false, depth + 1))
      return false;
    count++;
  }
  return true;
}

bool take_object(CJSONReader &reader, ondemand::value value, int depth, uint32_t &count) {
  ondemand::object object;
  if (auto error = value.get_object().get(object))
    return fail(reader, error);
  for (auto member : object) {
    ondemand::field field;
    if (auto error = std::move(member).get(field))
      return fail(reader, error);
    std::string_view key;
    if (auto error = field.unescaped_key().get(key))
      return fail(reader, error);
    if (!take(reader, field.value(), key, true, depth + 1))
      return false;
    count++;
  }
  return true;
}

bool take_plain(CJSONReader &reader, ondemand::value value, ondemand::json_type type, CJSONValue &out) {
  std::string_view text;
  if (type == ondemand::json_type::string) {
    out.kind = CJSONString;
    if (auto error = value.get_string().get(text))
      return fail(reader, error);
  } else {
    text = value.raw_json_token();
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
      text.remove_suffix(1);
    if (type == ondemand::json_type::number) {
      out.kind = CJSONNumber;
      if (!is_number(text))
        return fail(reader, NUMBER_ERROR);
    } else if (type == ondemand::json_type::boolean) {
      out.kind = CJSONBoolean;
      if (text != "true" && text != "false")
        return fail(reader, text.front() == 't' ? T_ATOM_ERROR : F_ATOM_ERROR);
    } else if (text != "null") {
      return fail(reader, N_ATOM_ERROR);
    }
  }
  out.text = text.data();
  out.text_length = static_cast<uint32_t>(text.size());
  return true;
}

bool take(CJSONReader &reader, ondemand::value value, std::string_view key, bool has_key, int depth) {
  if (reader.values.size() >= CJSONValueLimit)
    return fail(reader, CJSONTooMany);
  ondemand::json_type type;
  if (auto error = value.type().get(type))
    return fail(reader, error);
  size_t index = reader.values.size();
  CJSONValue out{};
  if (has_key) {
    out.key = key.data();
    out.key_length = static_cast<uint32_t>(key.size());
  }
  bool is_array = type == ondemand::json_type::array;
  if (!is_array && type != ondemand::json_type::object) {
    if (!take_plain(reader, value, type, out))
      return false;
    out.end = static_cast<uint32_t>(index + 1);
    reader.values.push_back(out);
    return true;
  }
  if (depth >= CJSONDepthLimit)
    return fail(reader, CJSONTooDeep);
  out.kind = is_array ? CJSONArray : CJSONObject;
  reader.values.push_back(out);
  uint32_t count = 0;
  bool whole = is_array ? take_array(reader, value, depth, count) : take_object(reader, value, depth, count);
  if (!whole)
    return false;
  reader.values[index].count = count;
  reader.values[index].end = static_cast<uint32_t>(reader.values.size());
  return true;
}

// The text was put in brackets, so that a root of any kind is read in the same way: it is their only element.
bool read(CJSONReader &reader, size_t length) {
  ondemand::document document;
  if (auto error = reader.parser->iterate(reader.buffer, length, reader.room).get(document))
    return fail(reader, error);
  ondemand::array brackets;
  if (auto error = document.get_array().get(brackets))
    return fail(reader, error);
  bool found = false;
  for (auto element : brackets) {
    if (found)
      return fail(reader, CJSONTrailing);
    ondemand::value root;
    if (auto error = element.get(root))
      return fail(reader, error);
    if (!take(reader, root, {}, false, 0))
      return false;
    found = true;
  }
  if (!found)
    return fail(reader, EMPTY);
  return document.current_location().error() == OUT_OF_BOUNDS || fail(reader, CJSONTrailing);
}

} // namespace

CJSONReader *cjson_create(void) { return new (std::nothrow) CJSONReader; }

void cjson_destroy(CJSONReader *reader) { delete reader; }

int32_t cjson_parse(CJSONReader *reader, const uint8_t *bytes, size_t length) {
  if (length > (1u << 30))
    return CAPACITY;
  if (reader->room > kept_room)
    reader->release();
  reader->values.clear();
  reader->error = 0;
  if (!reader->parser)
    reader->parser = new (std::nothrow) ondemand::parser;
  size_t room = length + 2 + SIMDJSON_PADDING;
  if (room > reader->room) {
    free(reader->buffer);
    reader->room = room + room / 4;
    reader->buffer = static_cast<uint8_t *>(malloc(reader->room));
    if (!reader->buffer)
      reader->room = 0;
  }
  if (!reader->parser || !reader->buffer)
    return CJSONNoMemory;
  reader->buffer[0] = '[';
  if (length)
    memcpy(reader->buffer + 1, bytes, length);
  reader->buffer[length + 1] = ']';
  memset(reader->buffer + length + 2, ' ', SIMDJSON_PADDING);
  try {
    if (!read(*reader, length + 2))
      reader->values.clear();
  } catch (const std::bad_alloc &) {
    reader->values.clear();
    return CJSONNoMemory;
  }
  return reader->error;
}

const CJSONValue *cjson_values(const CJSONReader *reader, size_t *count) {
  *count = reader->values.size();
  return reader->values.data();
}

const char *cjson_error(int32_t code) {
  switch (code) {
  case CJSONTooDeep: return "it is nested too deeply";
  case CJSONTooMany: return "it holds too many values";
  case CJSONTrailing: return "something follows where it should have ended";
  case CJSONNoMemory: return "no memory";
  case EMPTY: return "it is empty";
  case STRING_ERROR: return "a string holds an escape that there is none of";
  case UNESCAPED_CHARS: return "a string holds a control character";
  case UNCLOSED_STRING: return "a string does not end";
  case UTF8_ERROR: return "a character is not UTF-8";
  case NUMBER_ERROR: return "a number is not written as one";
  case T_ATOM_ERROR: case F_ATOM_ERROR: case N_ATOM_ERROR: return "a word is neither true, false nor null";
  case INCOMPLETE_ARRAY_OR_OBJECT: return "it breaks off before its end";
  case CAPACITY: return "it is too large";
  default: return "a comma, colon, quote or bracket is missing or stands too much";
  }
}
