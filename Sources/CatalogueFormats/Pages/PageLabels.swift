import Catalogue

/// The words that pages print before a fact or above a part of themselves, in the languages of those who publish reports.
enum PageLabels {
  /// What stands below a heading.
  enum Part { case contents, abstract }

  /// The field that a label stands for; nil for any other text.
  static func field(_ label: String) -> ReportField? {
    guard label.utf8.count <= 60, fieldOpenings.mayOpen(label) else { return nil }
    return fields[Fold.text(label)]
  }

  static func part(_ heading: String) -> Part? {
    guard heading.utf8.count <= 60, partOpenings.mayOpen(heading) else { return nil }
    return parts[Fold.text(heading)]
  }

  /// A label and what follows it: "Pages: 88". The text behind the colon may be empty: then it stands on the next line.
  static func split(_ text: String) -> (field: ReportField, value: String)? {
    guard fieldOpenings.mayOpen(text),
      let colon = text.utf8.prefix(80).firstIndex(of: ASCII.colon) ?? wideColon(text),
      let field = field(String(text[..<colon]))
    else { return nil }
    let rest = text[colon...].dropFirst()
    return (field, PlainText.clean(String(rest)))
  }

  private static func wideColon(_ text: String) -> String.Index? {
    guard text.utf8.prefix(60).contains(0xEF) else { return nil }
    return text.prefix(20).firstIndex(of: "：")
  }

  /// What stands behind words that need no colon: "Published by Clingendael Institute", "Veröffentlicht am 1. Mai 2007".
  static func opening(_ text: String) -> (field: ReportField, value: String)? {
    guard text.utf8.count <= 200, wordOpenings.mayOpen(text) else { return nil }
    let lower = text.lowercased()
    for (words, field) in openings where lower.hasPrefix(words) {
      let value = PlainText.clean(String(text.dropFirst(words.count)))
      if field == .date {
        guard value.utf8.count <= 40, value.utf8.contains(where: ASCII.isDigit),
          PartialDate.parse(value) != nil
        else { continue }
      }
      return (field, value)
    }
    return nil
  }

  private static let openings: [(String, ReportField)] = [
    ("published by ", .publisher), ("publié par ", .publisher), ("publicado por ", .publisher),
    ("pubblicato da ", .publisher), ("uitgegeven door ", .publisher), ("utgiven av ", .publisher),
    ("utgitt av ", .publisher), ("udgivet af ", .publisher), ("wydane przez ", .publisher),
    ("published on ", .date), ("published in ", .date), ("published ", .date), ("publié le ", .date),
    ("paru le ", .date), ("mis en ligne le ", .date), ("veröffentlicht am ", .date),
    ("erschienen am ", .date),
    ("erschienen im ", .date), ("publicado el ", .date), ("publicado em ", .date), ("pubblicato il ", .date),
    ("gepubliceerd op ", .date), ("publicerad ", .date), ("publicerat ", .date), ("publisert ", .date),
    ("publiceret ", .date), ("udgivet ", .date), ("julkaistu ", .date), ("opublikowano ", .date),
    ("опубликовано ", .date), ("copyright ", .date), ("©", .date),
  ]

  private static let fieldOpenings = LabelOpenings(fields.keys)
  private static let partOpenings = LabelOpenings(parts.keys)
  private static let wordOpenings = LabelOpenings(openings.map(\.0))

  private static let fields: [String: ReportField] = {
    let lists: [(ReportField, String)] = [
      (
        .date,
        "date|copyright date|publication date|date published|date of publication|published|published on|release date|"
          + "released|issued|date issued|issue date|year|publication year|date de publication|date de parution|publié le|"
          + "paru le|parution|erscheinungsdatum|erscheinungsjahr|veröffentlicht|veröffentlicht am|veröffentlichungsdatum|"
          + "erschienen|datum|fecha|fecha de publicación|publicado|publicado el|data de publicação|publicado em|data|"
          + "data di pubblicazione|pubblicato|pubblicato il|publicatiedatum|verschijningsdatum|gepubliceerd|"
          + "gepubliceerd op|publiceringsdatum|publicerad|utgivningsdatum|publisert|publiseringsdato|utgitt|"
          + "utgivelsesdato|dato|publiceret|udgivet|udgivelsesdato|julkaistu|julkaisupäivä|julkaisuaika|"
          + "data publikacji|data wydania|opublikowano|дата|дата публикации|опубликовано|дата выхода|出版日期|发布日期|"
          + "發布日期|發佈日期|出版时间|发布时间|日期|発行日|公開日|発表日|出版年|تاريخ النشر|التاريخ"
      ),
      (
        .publisher,
        "published by|publisher|publishing institution|issued by|éditeur|publié par|verlag|editorial|publicado por|"
          + "editora|editore|pubblicato da|uitgever|uitgegeven door|utgivare|förlag|utgiver|forlag|udgiver|julkaisija|"
          + "kustantaja|wydawca|издатель|издательство|出版社|出版者|发布机构|發布機構|発行者|発行元|الناشر"
      ),
      (
        .pages,
        "pages|page count|number of pages|no of pages|page length|extent|nombre de pages|seiten|seitenzahl|"
          + "anzahl seiten|umfang|páginas|número de páginas|pagine|numero di pagine|pagina's|aantal pagina's|"
          + "sidor|antal sidor|sidantal|sider|antall sider|antal sider|sidetal|sivut|sivumäärä|sivuja|strony|"
          + "liczba stron|страниц|страницы|количество страниц|число страниц|объем|页数|頁數|页码|ページ数|頁数|عدد الصفحات"
      ),
      (
        .authors,
        "author|authors|author s|by|written by|auteur|auteurs|autor|autoren|autorin|autorinnen|autor innen|verfasser|"
          + "autores|autora|autore|autori|författare|forfatter|forfattere|kirjoittaja|kirjoittajat|tekijä|tekijät|"
          + "autorzy|автор|авторы|作者|著者|執筆者|المؤلف|المؤلفون"
      ),
      (
        .editors,
        "editor|editors|editor s|edited by|sous la direction de|herausgeber|herausgegeben von|hrsg|editado por|"
          + "organizador|organizadores|a cura di|redactie|redaktör|redaktörer|redaktør|redaktører|toimittaja|toimittajat|"
          + "redaktor|redakcja|редактор|под редакцией|编者|主编|編者|編集"
      ),
      (.isbn, "isbn|isbn 13|isbn 10|e isbn|eisbn|print isbn|isbn print|isbn online|isbn pdf|isbn digital"),
      (.issn, "issn|issn print|issn online|e issn|eissn"),
      (.doi, "doi|digital object identifier"),
      (.handle, "handle|hdl|permalink handle"),
      (
        .reportNumber,
        "report number|report no|report nr|document number|publication number|berichtsnummer|numéro de rapport|"
          + "rapportnummer|rapport nr|raportin numero|numer raportu|номер отчета|编号|報告書番号"
      ),
      (
        .series,
        "series|series title|in series|part of the series|collection|série|reihe|schriftenreihe|serie|colección|"
          + "coleção|collana|reeks|sarja|julkaisusarja|seria|серия|系列|丛书|叢書|シリーズ|السلسلة"
      ),
      (
        .subjects,
        "keywords|key words|subjects|subject|topics|topic|tags|themes|theme|mots clés|thèmes|sujets|schlagworte|"
          + "schlagwörter|stichwörter|themen|thema|palabras clave|temas|palavras chave|parole chiave|temi|trefwoorden|"
          + "onderwerpen|nyckelord|ämnesord|ämnen|emneord|emner|nøkkelord|avainsanat|asiasanat|słowa kluczowe|"
          + "ключевые слова|темы|关键词|關鍵詞|关键字|キーワード|الكلمات المفتاحية"
      ),
      (
        .languages,
        "language|languages|langue|langues|sprache|sprachen|idioma|idiomas|lingua|taal|språk|sprog|kieli|język|язык|"
          + "语言|語言|言語|اللغة"
      ),
      (
        .rights,
        "license|licence|licencia|lizenz|licença|licenza|licentie|lisens|licens|rights|copyright|лицензия"
      ),
      (
        .types,
        "document type|publication type|type of publication|resource type|content type|report type|"
          + "type de document|dokumenttyp|publikationstyp|tipo de documento|tipo de publicación|tipo di documento|"
          + "type publicatie|julkaisutyyppi|тип документа"
      ),
    ]
    var fields: [String: ReportField] = [:]
    for (field, words) in lists {
      for word in words.split(separator: "|") where fields[Fold.text(String(word))] == nil {
        fields[Fold.text(String(word))] = field
      }
    }
    return fields
  }()

  private static let parts: [String: Part] = {
    let contents =
      "table of contents|contents|in this report|chapters|table des matières|sommaire|inhalt|inhaltsverzeichnis|índice|"
      + "índice de contenidos|tabla de contenidos|tabla de contenido|contenido|sumário|conteúdo|indice|sommario|inhoud|"
      + "inhoudsopgave|innehåll|innehållsförteckning|innhold|innholdsfortegnelse|indhold|indholdsfortegnelse|"
      + "sisällys|sisällysluettelo|spis treści|содержание|оглавление|目录|目錄|目次|المحتويات|فهرس|جدول المحتويات"
    let abstract =
      "abstract|summary|executive summary|about this report|about the report|description|overview|synopsis|résumé|"
      + "présentation|zusammenfassung|kurzfassung|resumen|resumo|sumário executivo|riassunto|sintesi|samenvatting|"
      + "sammanfattning|sammendrag|resumé|tiivistelmä|streszczenie|резюме|аннотация|摘要|概要|要旨|要約|ملخص|الملخص"
    var parts: [String: Part] = [:]
    for word in abstract.split(separator: "|") { parts[Fold.text(String(word))] = .abstract }
    for word in contents.split(separator: "|") { parts[Fold.text(String(word))] = .contents }
    return parts
  }()
}
