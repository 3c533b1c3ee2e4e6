// XPath over a page as libxml2's HTML parser reads it, within limits of work and of results.
#include "include/CXML.h"
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <string.h>

struct CXMLTree {
  htmlDocPtr document;
};

/// XPath steps and node visits of one expression: some ten million take about a second.
static const unsigned long work_limit = 10 * 1000 * 1000;

CXMLTree *cxml_tree(const uint8_t *bytes, size_t length, const char *charset) {
  if (length > INT32_MAX) return NULL;
  int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  htmlDocPtr document = htmlReadMemory((const char *)bytes, (int)length, NULL, charset, options);
  if (!document) return NULL;
  CXMLTree *tree = malloc(sizeof *tree);
  if (!tree) {
    xmlFreeDoc(document);
    return NULL;
  }
  tree->document = document;
  return tree;
}

void cxml_tree_free(CXMLTree *tree) {
  if (!tree) return;
  xmlFreeDoc(tree->document);
  free(tree);
}

static void be_silent(void *context, xmlErrorPtr error) { (void)context; (void)error; }

/// The first element at or below `node`, in the document's order, that has an `href`.
static xmlChar *address(xmlNodePtr node) {
  xmlNodePtr at = node;
  while (at) {
    if (at->type == XML_ELEMENT_NODE) {
      xmlChar *href = xmlGetNoNsProp(at, (const xmlChar *)"href");
      if (href) return href;
      if (at->children) {
        at = at->children;
        continue;
      }
    }
    while (at != node && !at->next) at = at->parent;
    if (at == node) return NULL;
    at = at->next;
  }
  return NULL;
}

int cxml_select(const CXMLTree *tree, const char *expression, size_t limit, void *context, CXMLFound found) {
  xmlDocPtr document = tree ? tree->document : NULL;
  xmlXPathContextPtr xpath = xmlXPathNewContext(document);
  if (!xpath) return CXMLSelectTooMuch;
  xpath->opLimit = work_limit;
  xpath->error = be_silent;
  if (document) xpath->node = xmlDocGetRootElement(document);
  xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(xpath, (const xmlChar *)expression);
  int result = CXMLSelectDone;
  if (!compiled) {
    result = CXMLSelectInvalid;
  } else if (document && xpath->node) {
    xmlXPathObjectPtr object = xmlXPathCompiledEval(compiled, xpath);
    if (!object) {
      result = xpath->opCount >= xpath->opLimit ? CXMLSelectTooMuch : CXMLSelectInvalid;
    } else if (object->type != XPATH_NODESET) {
      result = CXMLSelectInvalid;
    } else {
      size_t count = object->nodesetval ? (size_t)object->nodesetval->nodeNr : 0;
      for (size_t i = 0; i < count && i < limit; i++) {
        xmlNodePtr node = object->nodesetval->nodeTab[i];
        xmlChar *text = node->type == XML_ELEMENT_NODE ? address(node)
                        : node->type == XML_NAMESPACE_DECL ? NULL : xmlNodeGetContent(node);
        if (!text) continue;
        found(context, text, strlen((const char *)text));
        xmlFree(text);
      }
    }
    if (object) xmlXPathFreeObject(object);
  }
  if (compiled) xmlXPathFreeCompExpr(compiled);
  xmlXPathFreeContext(xpath);
  return result;
}
