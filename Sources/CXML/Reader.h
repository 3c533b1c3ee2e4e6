// What CXML.c and HTML.c share: the flat arrays behind both of libxml2's parsers.
#pragma once
#include "CXML.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

struct CXMLReader {
  xmlParserCtxtPtr parser;
  htmlParserCtxtPtr html;   // made for the first page
  xmlParserCtxtPtr active;  // the one that reads now
  CXMLEvent *events;
  size_t count, capacity;
  uint8_t *text;
  size_t used, room;
  int failed;  // no memory
  CXMLPageLimits limits;
  uint32_t depth;
  int cut;      // a limit was met: not all is read
  int stopped;  // nothing more is taken
};

CXMLEvent *cxml_add(CXMLReader *reader, int kind);
void cxml_put(CXMLReader *reader, CXMLEvent *event, const xmlChar *bytes, size_t length);
void cxml_characters(CXMLReader *reader, const xmlChar *bytes, size_t length);

/// How much of a page in UTF-8 may be read: up to the first tag that has too many attributes, of which libxml2 compares
/// each with each.
size_t cxml_readable(const uint8_t *bytes, size_t length, uint32_t attributes);
