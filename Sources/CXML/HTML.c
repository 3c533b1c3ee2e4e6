#define _GNU_SOURCE
#include "Reader.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>

static CXMLReader *reader(void *context) { return ((htmlParserCtxtPtr)context)->_private; }

static int stop(CXMLReader *r) {
  r->cut = r->stopped = 1;
  xmlStopParser(r->active);
  return 0;
}

/// Whether there is room for another event; if not, nothing more is read.
static int room(CXMLReader *r) {
  if (r->stopped || r->failed) return 0;
  if (r->count < r->limits.events) return 1;
  return stop(r);
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
  CXMLReader *r = reader(context);
  if (!room(r)) return;
  if (++r->depth > r->limits.depth) {
    stop(r);
    return;
  }
  CXMLEvent *event = cxml_add(r, CXMLStart);
  if (!event) return;
  event->name = (const char *)name;
  for (; attributes && *attributes && room(r); attributes += 2) {
    CXMLEvent *value = cxml_add(r, CXMLAttribute);
    if (!value) return;
    value->name = (const char *)attributes[0];
    if (attributes[1]) cxml_put(r, value, attributes[1], strlen((const char *)attributes[1]));
  }
}

static void on_end(void *context, const xmlChar *name) {
  CXMLReader *r = reader(context);
  if (r->depth) r->depth--;
  if (!room(r)) return;
  CXMLEvent *event = cxml_add(r, CXMLEnd);
  if (event) event->name = (const char *)name;
}

static void on_text(void *context, const xmlChar *bytes, int length) {
  CXMLReader *r = reader(context);
  if (room(r)) cxml_characters(r, bytes, (size_t)length);
}

static int is_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }
static int is_space(uint8_t byte) { return byte == ' ' || (byte >= 9 && byte <= 13); }

/// Behind the element of that name, which holds text alone: where its end tag begins, or `end`.
static const uint8_t *skip_text(const uint8_t *at, const uint8_t *end, const char *name, size_t length) {
  while ((at = memmem(at, (size_t)(end - at), "</", 2))) {
    if ((size_t)(end - at) > 2 + length && strncasecmp((const char *)at + 2, name, length) == 0) return at;
    at += 2;
  }
  return end;
}

size_t cxml_readable(const uint8_t *bytes, size_t length, uint32_t limit) {
  const uint8_t *at = bytes, *end = bytes + length;
  int endless = 0;
  while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
    const uint8_t *tag = at++;
    if (at < end && end - at >= 3 && memcmp(at, "!--", 3) == 0) {
      // libxml2 reads on in a comment that does not end; where one does not, no other does.
      const uint8_t *close = endless ? NULL : memmem(at + 3, (size_t)(end - at - 3), "-->", 3);
      if (close) at = close + 3;
      else endless = 1;
      continue;
    }
    if (at == end || !is_letter(*at)) continue;
    uint32_t words = 0;
    uint8_t quote = 0, last = 0;  // the last byte that is no white space
    int in_word = 1;
    for (; at < end; at++) {
      if (quote) {
        if (*at == quote) { quote = 0; in_word = 0; }
      } else if (*at == '>') {
        break;
      } else if (is_space(*at) || *at == '/') {
        in_word = 0;
      } else if ((*at == '"' || *at == '\'') && last == '=') {
        quote = *at;
      } else if (!in_word) {
        in_word = 1;
        if (++words > limit) return (size_t)(tag - bytes);
      }
      if (!is_space(*at)) last = *at;
    }
    if (end - tag > 7 && strncasecmp((const char *)tag + 1, "script", 6) == 0) at = skip_text(at, end, "script", 6);
    else if (end - tag > 6 && strncasecmp((const char *)tag + 1, "style", 5) == 0) at = skip_text(at, end, "style", 5);
  }
  return length;
}

int cxml_parse_html(CXMLReader *r, const uint8_t *bytes, size_t length, CXMLPageLimits limits) {
  if (!r->html) {
    r->html = htmlNewParserCtxt();
    if (!r->html) return CXMLPageNoMemory;
    htmlSAXHandler *sax = r->html->sax;
    memset(sax, 0, sizeof *sax);
    sax->startElement = on_start;
    sax->endElement = on_end;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->cdataBlock = on_text;
    r->html->_private = r;
  }
  r->active = r->html;
  r->count = r->used = 0;
  r->failed = 0;
  r->stopped = 0;
  r->depth = 0;
  r->limits = limits;
  if (length > (1u << 30)) length = 1u << 30;
  size_t whole = length;
  length = cxml_readable(bytes, length, limits.attributes);
  r->cut = length < whole;
  if (length == 0) return r->cut ? CXMLPageCut : CXMLPageWhole;
  int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
    | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC;
  htmlDocPtr none = htmlCtxtReadMemory(r->html, (const char *)bytes, (int)length, NULL, "UTF-8", options);
  if (none) xmlFreeDoc(none);  // never: the handlers above build no tree
  if (r->failed) return CXMLPageNoMemory;
  return r->cut ? CXMLPageCut : CXMLPageWhole;
}

uint8_t *cxml_utf8(const char *charset, const uint8_t *bytes, size_t length, size_t limit, size_t *written) {
  iconv_t converter = iconv_open("UTF-8", charset);
  if (converter == (iconv_t)-1) return NULL;
  size_t room = length * 2 + 64;
  if (room > limit) room = limit;
  uint8_t *text = malloc(room);
  char *in = (char *)bytes, *out = (char *)text;
  size_t left = length, free_bytes = room;
  while (text && left > 0) {
    if (iconv(converter, &in, &left, &out, &free_bytes) != (size_t)-1) break;
    int reason = errno;
    if (reason == E2BIG || free_bytes < 8) {
      size_t used = (size_t)(out - (char *)text);
      uint8_t *grown = room < limit ? realloc(text, room = room * 2 < limit ? room * 2 : limit) : NULL;
      if (!grown) { free(text); text = NULL; break; }
      text = grown;
      out = (char *)text + used;
      free_bytes = room - used;
      if (reason == E2BIG) continue;
    }
    // A byte that begins no character, or a character that is cut off at the end.
    memcpy(out, "\xEF\xBF\xBD", 3);
    out += 3; free_bytes -= 3;
    in++; left--;
  }
  iconv_close(converter);
  if (text) *written = (size_t)(out - (char *)text);
  return text;
}
