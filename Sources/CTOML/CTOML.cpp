#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#define TOML_MAX_NESTED_VALUES 16
// What a person wrote must neither end the program by an assertion ("[" alone does) nor, where NDEBUG makes assumptions of
// the assertions, be undefined: the parser says it as an error right behind them.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)

#include "CTOML.h"

#include <deque>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

struct catalogued_toml {
  toml::table root;
  std::vector<catalogued_toml_node> nodes;
  std::deque<std::string> moments; // a deque does not move its elements
  std::string message;
  uint32_t line = 0, column = 0;
};

namespace {

catalogued_toml_node describe(const toml::node &node, const toml::key *key) {
  catalogued_toml_node out{};
  out.line = node.source().begin.line;
  out.column = node.source().begin.column;
  if (key) {
    out.key = key->data();
    out.key_length = key->length();
    out.key_line = key->source().begin.line;
    out.key_column = key->source().begin.column;
  }
  return out;
}

template <typename Moment> void moment(catalogued_toml &document, catalogued_toml_node &out, const Moment &value) {
  std::ostringstream text;
  text << value;
  document.moments.push_back(text.str());
  out.kind = CATALOGUED_TOML_MOMENT;
  out.text = document.moments.back().data();
  out.text_length = document.moments.back().size();
}

void walk(catalogued_toml &document, const toml::node &node, const toml::key *key) {
  catalogued_toml_node out = describe(node, key);
  if (auto table = node.as_table()) {
    out.kind = CATALOGUED_TOML_TABLE;
    out.children = static_cast<uint32_t>(table->size());
    document.nodes.push_back(out);
    for (auto &&[name, child] : *table)
      walk(document, child, &name);
    return;
  }
  if (auto array = node.as_array()) {
    out.kind = CATALOGUED_TOML_ARRAY;
    out.children = static_cast<uint32_t>(array->size());
    document.nodes.push_back(out);
    for (auto &&child : *array)
      walk(document, child, nullptr);
    return;
  }
  if (auto text = node.as_string()) {
    out.kind = CATALOGUED_TOML_STRING;
    out.text = text->get().data();
    out.text_length = text->get().size();
  } else if (auto integer = node.as_integer()) {
    out.kind = CATALOGUED_TOML_INTEGER;
    out.integer = integer->get();
  } else if (auto floating = node.as_floating_point()) {
    out.kind = CATALOGUED_TOML_FLOAT;
    out.floating = floating->get();
  } else if (auto boolean = node.as_boolean()) {
    out.kind = CATALOGUED_TOML_BOOLEAN;
    out.boolean = boolean->get();
  } else if (auto date = node.as_date()) {
    moment(document, out, date->get());
  } else if (auto time = node.as_time()) {
    moment(document, out, time->get());
  } else if (auto both = node.as_date_time()) {
    moment(document, out, both->get());
  }
  document.nodes.push_back(out);
}

} // namespace

catalogued_toml *catalogued_toml_parse(const char *bytes, size_t count) {
  auto document = new (std::nothrow) catalogued_toml;
  if (!document)
    return nullptr;
  try {
    document->root = toml::parse(std::string_view(bytes, count));
    walk(*document, document->root, nullptr);
  } catch (const toml::parse_error &error) {
    document->nodes.clear();
    document->message = std::string(error.description());
    document->line = error.source().begin.line;
    document->column = error.source().begin.column;
  } catch (const std::exception &error) {
    document->nodes.clear();
    document->message = error.what();
  }
  return document;
}

void catalogued_toml_free(catalogued_toml *document) { delete document; }

catalogued_toml_error catalogued_toml_get_error(const catalogued_toml *document) {
  catalogued_toml_error error{};
  if (!document->message.empty()) {
    error.message = document->message.data();
    error.message_length = document->message.size();
    error.line = document->line;
    error.column = document->column;
  }
  return error;
}

size_t catalogued_toml_count(const catalogued_toml *document) { return document->nodes.size(); }

catalogued_toml_node catalogued_toml_get(const catalogued_toml *document, size_t index) {
  return document->nodes[index];
}
