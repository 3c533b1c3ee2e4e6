import Catalogue

/// The signs by which a page is told to be a report's, something else's, or none that was asked for. In this order:
///
/// 1. an empty page: `wall`; a `Report`, `Book`, `Thesis` in schema.org's words, or `citation_title` beside an author, a
///    date or an identifier: a report, whatever its title is;
/// 2. the titles that checks of bots and error pages have: `wall`;
/// 3. what the page says of itself in schema.org's words otherwise: an `Event`, a `Person`, a `BlogPosting`, a
///    `NewsArticle`, a `JobPosting`, a `CollectionPage` is none;
/// 4. `citation_title` alone, contents with pages: a report;
/// 5. `og:type` and the words of the address (`/events/`, `/people/`, `/news/`): none;
/// 6. Dublin Core with a creator, a date, an identifier or a type, a COinS, an ISBN or a number of pages that is printed:
///    a report;
/// 7. a form that asks for a password, or a check of bots somewhere on the page: `wall`; an address of a list, or a title like
///    "Event: …": none;
/// 8. two of: a date or a publisher behind a label, a series, a DOI, a kind of report below or above the heading, a file
///    to download, a list of contents: a report. Anything else is unknown.
struct PageSigns {
  let content: PageContent
  let url: String

  // MARK: Walls

  /// What stands in the way where the page is not described as a report (2).
  var certainWall: PageWall? {
    let titles = [content.title] + content.lines.prefix(4).filter { $0.kind == .heading(1) }.map(\.text)
    for title in titles.map({ Fold.text($0) }) where !title.isEmpty {
      if Self.botTitles.contains(where: title.hasPrefix) { return .bot }
      if Self.errorTitles.contains(title) || Self.errorOpenings.contains(where: title.hasPrefix) {
        return .error
      }
    }
    return nil
  }

  /// What stands in the way where the page has no sign of a report (7).
  var likelyWall: PageWall? {
    let title = Fold.text(content.title)
    if content.asksForPassword || Self.loginTitles.contains(where: title.hasPrefix) {
      let size = content.lines.reduce(0) { $0 + $1.text.utf8.count }
      // A field for a password stands in many a page's menu.
      if Self.loginTitles.contains(where: title.hasPrefix) || size < 1500 { return .login }
    }
    guard content.lines.count < 60 else { return nil }
    for line in content.lines {
      let text = Fold.text(line.text)
      if Self.botWords.contains(where: text.contains) { return .bot }
    }
    return nil
  }

  private static func folded(_ list: String) -> [String] {
    list.split(separator: "|").map { Fold.text(String($0)) }
  }

  private static let botTitles = folded(
    "just a moment|attention required|access denied|checking your browser|please wait|one moment, please|"
      + "pardon our interruption|are you a robot|robot check|verify you are human|human verification|"
      + "security check|ddos-guard|making sure you're not a bot|bot verification|request rejected|"
      + "captcha|you have been blocked|access to this page has been denied|un instant|nur einen moment|un momento|"
      + "один момент|しばらくお待ちください|请稍候|cookies required"
  )
  private static let botWords = folded(
    "verify you are human|verifying you are human|checking your browser before|enable javascript and cookies to continue|"
      + "complete the security check|are not a robot|you are a robot|unusual traffic|automated requests|"
      + "incapsula incident|request unsuccessful|why have i been blocked|performance & security by cloudflare|"
      + "please enable js and disable any ad blocker|javascript is disabled in order to continue|cookies are disabled"
  )
  private static let errorTitles = Set(
    folded(
      "404|403|500|502|503|not found|page not found|error|forbidden|unauthorized|bad gateway|service unavailable|"
        + "internal server error|gateway timeout|gateway time-out|seite nicht gefunden|page non trouvée|page introuvable|"
        + "página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|sidan hittades inte|"
        + "siden ble ikke funnet|siden blev ikke fundet|sivua ei löytynyt|nie znaleziono strony|страница не найдена|"
        + "页面不存在|ページが見つかりません"))
  private static let errorOpenings = folded(
    "404 not found|404 error|error 404|404 page not found|page not found|403 forbidden|500 internal|502 bad gateway|"
      + "503 service|504 gateway|service temporarily unavailable|under maintenance|site maintenance|scheduled maintenance|"
      + "we'll be back soon|an error occurred|this page could not be found|seite nicht gefunden|page introuvable"
  )
  private static let loginTitles = folded(
    "log in|login|sign in|signin|user login|single sign-on|anmelden|anmeldung|connexion|se connecter|iniciar sesión|"
      + "entrar|accedi|inloggen|logga in|logg inn|log ind|kirjaudu|zaloguj|вход|登录|登入|ログイン|authentication required|"
      + "web login service|openathens|select your institution|用户登录|用戶登錄"
  )

  // MARK: Kinds

  /// What the beginning of the title says that the page is (7): "Event: Launch of a report".
  var kindByTitle: PageKind? {
    let headings = content.lines.prefix(40).lazy.filter { $0.kind == .heading(1) }.map(\.text)
    for title in [content.title] + headings.prefix(2) {
      guard let colon = title.prefix(30).firstIndex(of: ":") else { continue }
      if let kind = Self.openings[Fold.text(String(title[..<colon]))] { return kind }
    }
    return nil
  }

  private static let openings: [String: PageKind] = {
    let lists: [(PageKind, String)] = [
      (
        .event,
        "event|webinar|seminar|conference|workshop|panel|launch event|book launch|veranstaltung|tagung|événement|evento"
      ),
      (.news, "news|press release|media release|pressemitteilung|communiqué de presse|nota de prensa"),
      (.blog, "blog|blog post|op ed|opinion"), (.media, "podcast|video"),
      (.job, "job|vacancy|stellenangebot"),
    ]
    var openings: [String: PageKind] = [:]
    for (kind, words) in lists {
      for word in words.split(separator: "|") { openings[Fold.text(String(word))] = kind }
    }
    return openings
  }()

  /// What `og:type` or the address say that the page is (5).
  var kindByAddress: PageKind? {
    for type in content.metas("og:type") {
      switch type.lowercased() {
      case "profile": return .person
      case "event": return .event
      case let type where type.hasPrefix("video") || type.hasPrefix("music"): return .media
      default: break
      }
    }
    let path = WebAddress.stem(url).lowercased().split(separator: "/").dropFirst(2)
    for part in path.dropLast(path.count > 1 ? 1 : 0) {
      if let kind = Self.places[String(part)] { return kind }
    }
    // A section itself, not a page in it: a list.
    if let last = path.last, path.count == 1, Self.places[String(last)] != nil { return .listing }
    return path.isEmpty ? .listing : nil
  }

  private static let places: [String: PageKind] = {
    var places: [String: PageKind] = [:]
    func add(_ kind: PageKind, _ list: String) {
      for word in list.split(separator: " ") { places[String(word)] = kind }
    }
    add(
      .event,
      "event events veranstaltungen veranstaltung evenement evenements evenementen eventos eventi webinars "
        + "conferences seminars kalender calendar tapahtumat wydarzenia")
    add(
      .person,
      "person people persons staff expert experts team author authors profile profiles about-us scholars "
        + "fellows mitarbeiter personen experten equipe chercheurs expertos medewerkers asiantuntijat eksperci"
    )
    add(.blog, "blog blogs blog-post commentary commentaries op-ed opinion opinions kommentare commentaires")
    add(
      .news,
      "news press press-releases press-release newsroom media-centre pressemitteilungen actualites noticias "
        + "noticies nieuws nyheter nyheder uutiset aktualnosci")
    add(.job, "jobs job careers vacancies karriere stellenangebote emplois empleo vacatures")
    add(.media, "podcast podcasts video videos audio multimedia photos gallery")
    add(.listing, "tag tags topic topics category categories search themes")
    return places
  }()

  /// What a thing of these types is; nil where the types do not tell.
  static func kind(_ thing: SchemaThing) -> PageKind? {
    for type in thing.types {
      if let kind = kinds[type] { return kind }
      if type.hasSuffix("Event") { return .event }
    }
    return nil
  }

  /// Types of which a thing is a report.
  static let reportTypes: Set<String> = [
    "Report", "Book", "Thesis", "ScholarlyArticle", "TechArticle", "PublicationVolume", "PublicationIssue",
    "DigitalDocument", "Chapter", "Legislation", "Guide", "MedicalScholarlyArticle", "Statement",
  ]
  /// Types of what may be one, where the page has another sign.
  static let vagueTypes: Set<String> = ["CreativeWork", "Article", "Product", "Dataset"]

  private static let kinds: [String: PageKind] = [
    "Event": .event, "Person": .person, "ProfilePage": .person, "BlogPosting": .blog, "Blog": .blog,
    "OpinionNewsArticle": .blog, "NewsArticle": .news, "ReportageNewsArticle": .news,
    "AnalysisNewsArticle": .news,
    "LiveBlogPosting": .news, "SpecialAnnouncement": .news, "JobPosting": .job, "VideoObject": .media,
    "PodcastEpisode": .media, "PodcastSeries": .media, "AudioObject": .media, "ImageGallery": .media,
    "CollectionPage": .listing, "SearchResultsPage": .listing, "ItemList": .listing,
  ]
}
