/// Babel's names of languages (`langid`, `hyphenation`) that are no names of languages elsewhere.
enum BibTeXLanguage {
  static func tag(_ name: String) -> String { tags[name.lowercased()] ?? name }

  private static let tags = [
    "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "australian": "en-AU",
    "canadian": "en-CA", "newzealand": "en-NZ", "ngerman": "de", "naustrian": "de-AT", "austrian": "de-AT",
    "nswissgerman": "de-CH", "swissgerman": "de-CH", "francais": "fr", "frenchb": "fr", "acadian": "fr-CA",
    "canadien": "fr-CA", "brazil": "pt-BR", "brazilian": "pt-BR", "portuges": "pt-PT", "mexican": "es-MX",
    "magyar": "hu", "norsk": "nb", "nynorsk": "nn", "bahasa": "id", "bahasai": "id", "indonesian": "id",
    "bahasam": "ms", "malay": "ms", "polutonikogreek": "el", "monogreek": "el", "uppersorbian": "hsb",
    "lowersorbian": "dsb", "lowersorb": "dsb", "farsi": "fa", "persian": "fa", "slovene": "sl",
    "serbianc": "sr-Cyrl",
    "pinyin": "zh-Latn", "chinese-hans": "zh-Hans", "chinese-hant": "zh-Hant",
  ]
}
