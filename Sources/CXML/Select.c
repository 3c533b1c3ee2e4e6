// XPath over a page as libxml2's HTML parser reads it, within limits of size, of work and of results.
#define _GNU_SOURCE
#include "Reader.h"

#include <libxml/SAX2.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <pthread.h>
#include <time.h>

struct CXMLTree {
  htmlDocPtr document;
  CXMLPageLimits limits;
  uint32_t elements, depth;
  int cut;
};

/// XPath steps and node visits of one expression: some ten million take about a second.
static const unsigned long work_limit = 10 * 1000 * 1000;

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
  CXMLTree *tree = ((htmlParserCtxtPtr)context)->_private;
  if (tree->cut) return;
  tree->depth++;
  if (++tree->elements > tree->limits.events || tree->depth > tree->limits.depth) {
    tree->cut = 1;
    xmlStopParser(context);
    return;
  }
  xmlSAX2StartElement(context, name, attributes);
}

static void on_end(void *context, const xmlChar *name) {
  CXMLTree *tree = ((htmlParserCtxtPtr)context)->_private;
  if (tree->cut) return;
  if (tree->depth) tree->depth--;
  xmlSAX2EndElement(context, name);
}

CXMLTree *cxml_tree(const uint8_t *bytes, size_t length, CXMLPageLimits limits) {
  if (length > (1u << 30)) length = 1u << 30;
  CXMLTree *tree = calloc(1, sizeof *tree);
  htmlParserCtxtPtr parser = tree ? htmlNewParserCtxt() : NULL;
  if (!parser) {
    free(tree);
    return NULL;
  }
  tree->limits = limits;
  size_t readable = cxml_readable(bytes, length, limits.attributes);
  parser->_private = tree;
  parser->sax->startElement = on_start;
  parser->sax->endElement = on_end;
  int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT
    | HTML_PARSE_IGNORE_ENC;
  if (readable > 0) {
    tree->document = htmlCtxtReadMemory(parser, (const char *)bytes, (int)readable, NULL, "UTF-8", options);
  }
  htmlFreeParserCtxt(parser);
  if (readable < length) tree->cut = 1;
  // Nodes that know their place are compared at once, and not by counting their siblings.
  if (tree->document) xmlXPathOrderDocElems(tree->document);
  if (tree->document || tree->cut) return tree;
  free(tree);
  return NULL;
}

int cxml_tree_is_cut(const CXMLTree *tree) { return tree && tree->cut; }

void cxml_tree_free(CXMLTree *tree) {
  if (!tree) return;
  if (tree->document) xmlFreeDoc(tree->document);
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

/// Ends an evaluation that lasts too long: libxml2 counts steps, but not what it takes to put sets of nodes together.
typedef struct {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t over;
  int is_over;
  xmlXPathContextPtr xpath;
} Watch;

static void *watch(void *argument) {
  Watch *w = argument;
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += 1;
  pthread_mutex_lock(&w->lock);
  while (!w->is_over && pthread_cond_clockwait(&w->over, &w->lock, CLOCK_MONOTONIC, &end) == 0) {}
  // Read at every step; what it is set to only matters in that it is reached.
  if (!w->is_over) __atomic_store_n(&w->xpath->opLimit, 1, __ATOMIC_RELAXED);
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

static xmlXPathObjectPtr evaluate(xmlXPathCompExprPtr compiled, xmlXPathContextPtr xpath) {
  Watch w = {.lock = PTHREAD_MUTEX_INITIALIZER, .over = PTHREAD_COND_INITIALIZER, .xpath = xpath};
  if (pthread_create(&w.thread, NULL, watch, &w) != 0) return NULL;
  xmlXPathObjectPtr object = xmlXPathCompiledEval(compiled, xpath);
  pthread_mutex_lock(&w.lock);
  w.is_over = 1;
  pthread_cond_signal(&w.over);
  pthread_mutex_unlock(&w.lock);
  pthread_join(w.thread, NULL);
  return object;
}

static int is_name(unsigned char byte) {
  return (uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '0') < 10 || byte == '_' || byte == '-' || byte == '.'
    || byte >= 0x80;
}

/// Whether a name before a bracket may stand there: a function's, a kind of node's or an operator's.
static int is_callable(xmlXPathContextPtr xpath, const char *name, size_t length) {
  static const char *const others[] = {"node", "text", "comment", "processing-instruction", "and", "or", "div", "mod"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    if (strlen(others[i]) == length && memcmp(others[i], name, length) == 0) return 1;
  }
  xmlChar *word = xmlStrndup((const xmlChar *)name, (int)length);
  int is_known = word && xmlXPathFunctionLookup(xpath, word);
  xmlFree(word);
  return is_known;
}

/// Whether an expression that compiles names nothing that is not there: a variable, a prefix, another function. libxml2
/// itself looks for them only where it comes to them.
static int knows_names(xmlXPathContextPtr xpath, const char *at) {
  while (*at) {
    if (*at == '$') return 0;
    if (*at == '"' || *at == '\'') {
      const char *end = strchr(at + 1, *at);
      if (!end) return 1;
      at = end + 1;
      continue;
    }
    size_t length = 0;
    while (is_name((unsigned char)at[length])) length++;
    if (length == 0) {
      at++;
      continue;
    }
    const char *behind = at + length;
    if (*behind == ':' && behind[1] != ':' && !(length == 3 && memcmp(at, "xml", 3) == 0)) return 0;
    behind += strspn(behind, " \t\r\n");
    if (*behind == '(' && !is_callable(xpath, at, length)) return 0;
    at = behind;
  }
  return 1;
}

int cxml_select(const CXMLTree *tree, const char *expression, size_t limit, void *context, CXMLFound found) {
  xmlDocPtr document = tree ? tree->document : NULL;
  if (tree && !document) return CXMLSelectDone;
  xmlXPathContextPtr xpath = xmlXPathNewContext(document);
  if (!xpath) return CXMLSelectTooMuch;
  xpath->opLimit = work_limit;
  xpath->error = be_silent;
  if (document) xpath->node = xmlDocGetRootElement(document);
  xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(xpath, (const xmlChar *)expression);
  int result = CXMLSelectDone;
  if (!compiled) {
    result = CXMLSelectInvalid;
  } else if (!tree) {
    if (!knows_names(xpath, expression)) result = CXMLSelectUnknown;
  } else if (xpath->node) {
    xmlXPathObjectPtr object = evaluate(compiled, xpath);
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
