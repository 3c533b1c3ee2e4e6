#define _GNU_SOURCE
#include "Reader.h"

CXMLEvent *cxml_add(CXMLReader *r, int kind) {
  if (r->count == r->capacity) {
    size_t capacity = r->capacity ? r->capacity * 2 : 256;
    CXMLEvent *grown = realloc(r->events, capacity * sizeof *grown);
    if (!grown) { r->failed = 1; xmlStopParser(r->active); return NULL; }
    r->events = grown;
    r->capacity = capacity;
  }
  CXMLEvent *event = &r->events[r->count++];
  *event = (CXMLEvent){.kind = kind, .offset = (uint32_t)r->used};
  return event;
}

void cxml_put(CXMLReader *r, CXMLEvent *event, const xmlChar *bytes, size_t length) {
  if (r->used + length > r->room) {
    size_t room = (r->used + length) * 2 + 4096;
    uint8_t *grown = realloc(r->text, room);
    if (!grown) { r->failed = 1; xmlStopParser(r->active); return; }
    r->text = grown;
    r->room = room;
  }
  memcpy(r->text + r->used, bytes, length);
  r->used += length;
  event->length += (uint32_t)length;
}

void cxml_characters(CXMLReader *r, const xmlChar *bytes, size_t length) {
  CXMLEvent *last = r->count ? &r->events[r->count - 1] : NULL;
  CXMLEvent *event = last && last->kind == CXMLText ? last : cxml_add(r, CXMLText);
  if (event) cxml_put(r, event, bytes, length);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **declared, int attributes, int defaulted, const xmlChar **attribute) {
  CXMLReader *r = ((xmlParserCtxtPtr)context)->_private;
  (void)namespaces; (void)declared; (void)defaulted;
  CXMLEvent *event = cxml_add(r, CXMLStart);
  if (!event) return;
  event->name = (const char *)name;
  event->uri = (const char *)uri;
  event->prefix = (const char *)prefix;
  for (int i = 0; i < attributes; i++, attribute += 5) {  // local name, prefix, URI, value, value's end
    CXMLEvent *value = cxml_add(r, CXMLAttribute);
    if (!value) return;
    value->name = (const char *)attribute[0];
    value->uri = (const char *)attribute[1];
    cxml_put(r, value, attribute[3], (size_t)(attribute[4] - attribute[3]));
  }
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)prefix; (void)uri;
  CXMLEvent *event = cxml_add(((xmlParserCtxtPtr)context)->_private, CXMLEnd);
  if (event) event->name = (const char *)name;
}

static void on_text(void *context, const xmlChar *bytes, int length) {
  cxml_characters(((xmlParserCtxtPtr)context)->_private, bytes, (size_t)length);
}

CXMLReader *cxml_create(void) {
  xmlInitParser();
  CXMLReader *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->parser = xmlNewParserCtxt();
  if (!r->parser) { free(r); return NULL; }
  xmlSAXHandler *sax = r->parser->sax;
  memset(sax, 0, sizeof *sax);
  sax->initialized = XML_SAX2_MAGIC;
  sax->startElementNs = on_start;
  sax->endElementNs = on_end;
  sax->characters = on_text;
  sax->ignorableWhitespace = on_text;
  sax->cdataBlock = on_text;
  r->parser->_private = r;
  return r;
}

void cxml_destroy(CXMLReader *r) {
  if (!r) return;
  xmlFreeParserCtxt(r->parser);
  if (r->html) htmlFreeParserCtxt(r->html);
  free(r->events);
  free(r->text);
  free(r);
}

int cxml_parse(CXMLReader *r, const uint8_t *bytes, size_t length, int recover) {
  r->count = r->used = 0;
  r->failed = 0;
  r->active = r->parser;
  if (length > (1u << 30)) return XML_ERR_INTERNAL_ERROR;
  int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | (recover ? XML_PARSE_RECOVER : 0);
  xmlDocPtr none = xmlCtxtReadMemory(r->parser, (const char *)bytes, (int)length, NULL, NULL, options);
  if (none) xmlFreeDoc(none);  // never: the handlers above build no tree
  if (r->failed) return XML_ERR_NO_MEMORY;
  if (r->parser->wellFormed) return 0;
  return r->parser->errNo ? r->parser->errNo : XML_ERR_INTERNAL_ERROR;
}

const CXMLEvent *cxml_events(const CXMLReader *r, size_t *count) {
  *count = r->count;
  return r->events;
}

const uint8_t *cxml_text(const CXMLReader *r) { return r->text; }

const char *cxml_error(const CXMLReader *r) {
  return r->parser->lastError.message ? r->parser->lastError.message : "";
}

size_t cxml_names(const CXMLReader *r) { 
  return (size_t)xmlDictSize(r->parser->dict) + (r->html ? (size_t)xmlDictSize(r->html->dict) : 0);
}

uint32_t cxml_html_entity(const char *name) {
  const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
  return entity ? entity->value : 0;
}

const void *cxml_find(const void *hay, size_t length, const void *needle, size_t size) {
  return memmem(hay, length, needle, size);
}
