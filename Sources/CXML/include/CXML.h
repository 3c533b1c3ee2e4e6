// libxml2's SAX2 parser behind flat arrays: one call reads a document, and Swift then reads what it said.
// libxml2's own headers stay out of Swift (they clash with full Foundation's ICU).
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { CXMLStart = 1, CXMLEnd = 2, CXMLText = 3, CXMLAttribute = 4 };

/// One thing that the document says. `name` and `uri` live as long as the reader: equal names have equal addresses.
typedef struct {
  /// Start, end, attribute: the local name. Text: null.
  const char *name;
  /// Start: the namespace's name, or null. Attribute: the prefix, or null.
  const char *uri;
  /// Start: the prefix, or null.
  const char *prefix;
  /// Text and attribute: where its UTF-8 stands in the text buffer.
  uint32_t offset, length;
  int32_t kind;
} CXMLEvent;

typedef struct CXMLReader CXMLReader;

/// Null if there is no memory.
CXMLReader *cxml_create(void);
void cxml_destroy(CXMLReader *reader);

/// Reads a whole document of at most 1 GB: no network, no DTD is loaded, no entity is expanded. Returns 0 if it is
/// well-formed, else libxml2's error code. With `recover` it goes on after errors as well as it can.
int cxml_parse(CXMLReader *reader, const uint8_t *bytes, size_t length, int recover);

/// Limits on what is read of a web page.
typedef struct {
  /// Elements may stand in each other up to so deep.
  uint32_t depth;
  /// So many elements, attributes and texts together, and so many attributes in one tag.
  uint32_t events, attributes;
} CXMLPageLimits;

enum { CXMLPageWhole = 0, CXMLPageCut = 1, CXMLPageNoMemory = 2 };

/// Reads a web page in UTF-8, of at most 1 GB and without zeros, as libxml2 reads HTML: nothing is fetched, nothing is
/// ever wrong. Names are in lower case, entities are decoded once, and what stands in `script` and `style` is text.
/// Returns whether all of it was read, or only what came before one of the limits. Of a tag with more attributes than
/// the limit nothing is read, nor of what follows it: libxml2 compares each with each.
int cxml_parse_html(CXMLReader *reader, const uint8_t *bytes, size_t length, CXMLPageLimits limits);

/// Makes UTF-8 of `bytes` in the charset of that name (iconv's). What is no character becomes U+FFFD. Returns the text,
/// to be freed, or null where the charset is not known, there is no memory, or the text would be longer than `limit`.
uint8_t *cxml_utf8(const char *charset, const uint8_t *bytes, size_t length, size_t limit, size_t *written);

/// What the last document or page said, until the next is read.
const CXMLEvent *cxml_events(const CXMLReader *reader, size_t *count);
const uint8_t *cxml_text(const CXMLReader *reader);

/// The last error in libxml2's words (a line, maybe with its newline), or an empty string.
const char *cxml_error(const CXMLReader *reader);

/// How many different names the reader holds. They are never forgotten: a reader with many is replaced.
size_t cxml_names(const CXMLReader *reader);

/// The code point that HTML 4 gives to a named entity ("eacute"), or 0.
uint32_t cxml_html_entity(const char *name);

/// memmem(3), which the C library hides from Swift: where `needle` first stands in `hay`, or null.
const void *cxml_find(const void *hay, size_t length, const void *needle, size_t size);

/// A page as libxml2's HTML parser reads it, to be searched by XPath.
typedef struct CXMLTree CXMLTree;

/// Reads a web page in UTF-8, of at most 1 GB and without zeros, up to the first thing that is beyond the limits
/// (`events`: so many elements). Null if there is no memory, or nothing in it.
CXMLTree *cxml_tree(const uint8_t *bytes, size_t length, CXMLPageLimits limits);
/// Whether one of the limits was met, so that not all of the page was read.
int cxml_tree_is_cut(const CXMLTree *tree);
void cxml_tree_free(CXMLTree *tree);

/// Takes one thing that was found, UTF-8, valid during the call.
typedef void (*CXMLFound)(void *context, const uint8_t *text, size_t length);

enum { CXMLSelectDone = 0, CXMLSelectInvalid = 1, CXMLSelectTooMuch = 2, CXMLSelectUnknown = 3 };

/// Gives what an XPath 1.0 expression finds, at most `limit`: of an attribute or a text its content, of an element its
/// `href`, or the first one below it. Without a tree the expression is only checked: `CXMLSelectUnknown` where it names a
/// variable, a prefix or a function that is not there. What takes longer than about a second
/// is given up: `CXMLSelectTooMuch`.
int cxml_select(const CXMLTree *tree, const char *expression, size_t limit, void *context, CXMLFound found);
