import Catalogue

/// The names that columns commonly have, for tables whose catalogue's file has no `[fields]`: in English and some other
/// languages, as Zotero, DSpace and reference managers export them.
enum CommonNames {
  /// The columns that fill `field`, the likeliest name first.
  static func columns(of field: ReportField, in names: ColumnNames) -> [[Int]] {
    let own = (fields[field] ?? []).map(names.columns(folded:)).filter { !$0.isEmpty }
    guard field == .identifier else { return own }
    // A column of the upstream's own identifiers, else whatever else names a record. Never a mixture with its own: an
    // identifier that is filled in later must not make another record.
    if let first = own.first { return [first] }
    return [ReportField.landingPage, .doi, .handle, .reportNumber, .fullText, .isbn].flatMap {
      columns(of: $0, in: names)
    }
  }

  /// How many of the names are known.
  static func score(_ names: [String]) -> Int { names.count { all.contains(ColumnNames.fold($0)) } }

  private static let all = Set(fields.values.joined())

  /// Folded as `ColumnNames.fold` does.
  private static let fields: [ReportField: [String]] = {
    let lists: [(ReportField, String)] = [
      (
        .identifier,
        "identifier,id,record id,recordid,report id,document id,item id,title id,uid,uuid,guid,key,accession number,control number"
      ),
      (.deleted, "deleted,withdrawn"),
      (
        .title,
        "title,report title,document title,publication title,name,titel,titre,titulo,titolo,dc title,dcterms title"
      ),
      (.subtitle, "subtitle,sub title,untertitel,sous titre,subtitulo"),
      (
        .authors,
        "authors,author,author s,author names,author name,creators,creator,written by,autoren,autor,auteurs,auteur,autores,autori,dc contributor author,dc creator,dcterms creator"
      ),
      (.editors, "editors,editor,editor s,edited by,herausgeber,dc contributor editor"),
      (.contributors, "contributors,contributor,dc contributor"),
      (
        .corporateAuthors,
        "corporate authors,corporate author,corporate author s,author organization,author organisation,organization,organisation,dc contributor corporate"
      ),
      (
        .date,
        "date,publication date,date published,published,published date,pub date,pubdate,date issued,issued,issue date,release date,latestpubdate,year,publication year,pub year,year published,datum,erscheinungsdatum,veroffentlicht,jahr,erscheinungsjahr,annee,fecha,ano,anno,dc date issued,dc date,dcterms issued"
      ),
      (
        .publisher,
        "publisher,publisher name,institution,publishing body,issuing body,verlag,editeur,dc publisher"
      ),
      (
        .pages,
        "pages,page count,number of pages,num pages,no of pages,pagecount,extent,seiten,dc format extent"
      ),
      (.doi, "doi,dois,doi url,dc identifier doi"),
      (.isbn, "isbn,isbn 13,isbn13,isbn 10,print isbn,online isbn,e isbn,eisbn,dc identifier isbn"),
      (.issn, "issn,print issn,online issn,e issn,eissn,dc identifier issn"),
      (.handle, "handle,hdl"),
      (
        .reportNumber,
        "report number,report no,report nr,document number,publication number,number,no,berichtsnummer,dc identifier reportnumber"
      ),
      (.identifiers, "identifiers,other identifiers,dc identifier"),
      (
        .abstract,
        "abstract,summary,abstract note,description,zusammenfassung,resume,resumen,dc description abstract"
      ),
      (
        .subjects,
        "subjects,subject,keywords,keyword,topics,topic,tags,manual tags,themes,theme,schlagworter,mots cles,dc subject"
      ),
      (.languages, "languages,language,lang,sprache,langue,idioma,dc language iso,dc language"),
      (.series, "series,series title,series name,reihe,collection title,dc relation ispartofseries"),
      (.seriesNumber, "series number,series no,number in series,volume in series"),
      (
        .landingPage,
        "url,landing page,link,links,permalink,web address,web page,webpage,website,uri,title url,dc identifier uri"
      ),
      (
        .fullText,
        "full text,full text url,fulltext,pdf,pdf url,pdf link,file url,file,download,download url,latestpdf"
      ),
      (.rights, "rights,licence,license,copyright,dc rights"),
      (.access, "access,access type,access rights,open access"),
      (
        .types, "type,types,item type,document type,publication type,report type,genre,dc type"
      ),
    ]
    return Dictionary(uniqueKeysWithValues: lists.map { ($0.0, $0.1.split(separator: ",").map(String.init)) })
  }()
}
