import CatalogueFormats
import Sync

/// The keys of `catalogues.d/NAME.toml` and of `[defaults]`.
enum CatalogueKeys {
  static let all: [Key<CatalogueSettings>] = basics + harvest + pages + arrivals + transfer

  private static let formatNames = CatalogueFormat.registry.map { quoted($0.name) }.joined(separator: ", ")

  private static let basics: [Key<CatalogueSettings>] = [
    Key(
      "title", \.title, .text("a text"), shared: false,
      help: "What people call the catalogue."),
    Key(
      "enabled", \.enabled, .flag,
      help: "Whether it is polled. A catalogue that is switched off keeps its records."),
    Key(
      "interval", \.interval, .wholeSeconds(60...(366 * 86400), example: "6h"),
      help: "The time from the end of one run to the start of the next."),
    Key(
      "between", \.between, .window,
      help:
        "The part of the day in which it is asked, in the machine's local time; a run that is still going then goes on "
        + "in the next one. At any time, unless set."),
    Key(
      "priority", \.priority, .integer(0...1_000_000),
      help:
        "Where several catalogues carry one report, the values of the one with the lowest number show, and what it does not "
        + "say is taken from the next."),
    .edits,
    Key(
      "trim", \.allowsTrim, .flag,
      help: "Whether cataloguectl trim may remove old states of its records. All are kept for good otherwise."
    ),
  ]

  private static let harvest: [Key<CatalogueSettings>] = [
    Key("url", \.harvest.url, .catalogueURL, shared: false, help: "Where the catalogue is. Needed."),
    Key(
      "format", \.harvest.format, .format,
      help:
        "How the catalogue speaks: \(formatNames). \(quoted(CatalogueFormat.automatic)) is found out from the "
        + "first answer."),
    .list,
    Key(
      "query", \.harvest.query, .text("a text"), shared: false,
      help: "JSON: what the list is searched for, in the API's own words."),
    Key(
      "set", \.harvest.set, .text("a set's name, such as an OAI-PMH setSpec"), shared: false,
      help: "Only this set: OAI-PMH by its setSpec, JSON by what the API calls it."),
    Key(
      "metadata_prefix", \.harvest.metadataPrefix, .text("an OAI-PMH metadataPrefix"),
      help: "OAI-PMH: the metadata to ask for. oai_dc unless set."),
    Key(
      "from", \.harvest.from, .date, shared: false,
      help: "OAI-PMH: nothing that last changed before this date. With it, no list is complete."),
    Key(
      "overlap", \.harvest.overlap, .wholeSeconds(0...(366 * 86400), example: "2h"),
      help: "OAI-PMH: how much further back than the last run to ask, for upstreams whose index lags."),
    Key(
      "complete", \.harvest.complete, .flag,
      help:
        "Whether a list holds every record, so that what is missing is gone. As the format says, unless set."),
    .fields, .separator,
  ]

  private static let pages: [Key<CatalogueSettings>] = [
    Key(
      "include", \.harvest.crawl.include, .addressPatterns, shared: false,
      help:
        "Landing pages: only those whose address begins so; * stands for anything, $ for the address's end, as in robots.txt."
    ),
    Key(
      "exclude", \.harvest.crawl.exclude, .addressPatterns, shared: false,
      help: "Landing pages: none of those whose address begins so. It wins over include."),
    Key(
      "budget", \.harvest.crawl.budget, .integer(1...1_000_000),
      help: "Landing pages: how many one run asks for at most. The rest goes on in the next."),
    Key(
      "follow", \.harvest.crawl.follow, .flag, shared: false,
      help: "Feeds: the pages that the entries link to are the reports; the entries are only links."),
    Key(
      "links", \.harvest.crawl.links, .selector, shared: false,
      help: "Listings: the links to the reports' pages."),
    Key(
      "next", \.harvest.crawl.next, .selector, shared: false,
      help: "Listings: the link to the listing's next page."),
  ]

  private static let arrivals: [Key<CatalogueSettings>] = [
    Key(
      "missing_after", \.arrivals.missingAfter, .integer(1...1000),
      help: "From how many complete lists in a row a record must be missing to count as deleted. 1 for files."
    ),
    Key(
      "full_every", \.arrivals.fullEvery, .wholeSeconds(3600...(3660 * 86400), example: "30d"),
      help: "How long an upstream that promises no tombstones may go without being read from its beginning."),
    .deletionGuard,
  ]

  private static let transfer: [Key<CatalogueSettings>] = [
    .contact,
    Key(
      "timeout", \.transfer.timeout, .seconds(1...86400, example: "1h"),
      help: "The longest that one request may take."),
    Key(
      "connect_timeout", \.transfer.connectTimeout, .seconds(0.1...3600, example: "30s"),
      help: "The longest that connecting may take."),
    Key(
      "low_speed_limit", \.transfer.lowSpeedLimit, .bytes(0...(1 << 30), example: "100 B"),
      help: "An answer that comes slower than this a second, for low_speed_time, is given up."),
    Key(
      "low_speed_time", \.transfer.lowSpeedTime, .wholeSeconds(1...86400, example: "1m"),
      help: "See low_speed_limit."),
    Key(
      "max_size", \.transfer.maxBodyBytes, .bytes(1024...(1 << 40), example: "256 MiB"),
      help: "The largest answer that is read, unpacked."),
    Key(
      "max_redirects", \.transfer.maxRedirects, .integer(0...50),
      help: "How many redirects in a row are followed."),
    Key(
      "requests_per_host", \.transfer.requestsPerHost, .integer(1...100),
      help: "How many requests to one host may run at once, over all catalogues."),
    Key(
      "gap", \.transfer.gap, .seconds(0...3600, example: "1s"),
      help: "The pause between two requests to one host."),
    Key(
      "proxy", \.transfer.proxy, .proxy,
      help: "The way to the web. As the environment says (https_proxy …), unless set."),
    Key(
      "ca_file", \.transfer.certificateAuthorities, .path,
      help: "A PEM file of certificate authorities to trust instead of the system's."),
    .headers,
    .credentials,
  ]
}

extension Key<CatalogueSettings> {
  static let contact = Key(
    "contact", \.transfer.contact, .text("a mail address or a web address"), shared: false,
    help: "Who runs this mirror, told to the upstreams.")
}
