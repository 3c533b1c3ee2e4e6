extension Schema {
  /// The messages of looking at an address.
  static let probing = [
    Named(
      "ProbeRequest", "What is to be looked at.", .always("url", .string(), "`http:` or `https:`."),
      .perhaps(
        "name", .string(), "What the catalogue is to be called; made of the address where it is left out.")),
    Named(
      "Probe", "What can be had from an address.", .always("url", .string(), "As it was asked for."),
      .always("address", .string(), "Where it led."),
      .always("title", .string(), "What the site calls itself."),
      .perhaps("software", .string(), "The program that the site is made with."),
      .always("finds", .array(.named("Find")), "The best first; those of no use last."),
      .perhaps("file", .named("CatalogueFile"), "Not there where nothing can be mirrored."),
      .always("catalogues", .array(.string()), "Those that have this address already."),
      .always("notes", .array(.string()), "What else to know, for people."),
      .always("requests", .integer(), "How many were made.")),
    Named(
      "Find", "A way in which a catalogue can be had.",
      .always("format", .string(), "As a catalogue's file names it."),
      .always("url", .string()), .always("what", .string(), "For people."),
      .always("reach", .string(), "What can be had by it, for people."),
      .perhaps("total", .integer(), "How many records it holds, or pages it names."),
      .always("samples", .array(.named("Report")), "Its first reports."),
      .always("fields", .array(.named("FilledField"))),
      .perhaps("problem", .string(), "Why it is of no use, for people.")),
    Named(
      "FilledField", "A field of a report.", .always("name", .string()),
      .always("count", .integer(), "In how many of the samples it says something.")),
    Named(
      "CatalogueFile", "The file that would make a catalogue of the first find.", .always("name", .string()),
      .always("path", .string(), "Where it belongs."), .always("text", .string()),
      .perhaps("problem", .string(), "Why it is not to be written there as it stands, for people.")),
  ]
}
