import Catalogue

/// What modules add to an entry: Dublin Core, Media RSS, iTunes, PRISM, licences.
extension EntryReading {
  mutating func readDublinCore(_ element: FeedElements.Element) {
    switch element.tag {
    case .title: otherTitle = otherTitle ?? line(element)
    case .creator, .author: addCreator(line(element))
    case .contributor: addCore(.contributor, FeedPerson.name(line(element)))
    case .abstract: add(text(element), rank: 0)
    case .description: add(text(element), rank: 3)
    case .issued: dates.printed.append(value(element))
    case .date, .available, .dateSubmitted: dates.published.append(value(element))
    case .created: dates.created.append(value(element))
    case .modified: dates.updated.append(value(element))
    default:
      guard let name = DublinCore.Element(rawValue: elements.name(of: element)) else {
        fields -= 1
        return
      }
      let resource = elements.attribute("resource", prefix: "rdf", of: element)
      addCore(name, resource.map(PlainText.clean) ?? line(element))
    }
  }

  mutating func readMedia(
    _ element: FeedElements.Element, _ base: String, _ names: inout FeedElements.Names
  ) {
    switch element.tag {
    case .group:
      for inner in elements.children(of: element, &names) where inner.vocabulary == .media {
        readMedia(inner, base, &names)
      }
    case .content: links.addFile(element, in: elements, base: base)
    case .title: otherTitle = otherTitle ?? line(element)
    case .description: add(text(element), rank: 4)
    case .keywords: addKeywords(value(element))
    case .credit where elements.attribute("role", of: element)?.lowercased() == "author":
      addCreator(line(element))
    default: fields -= 1
    }
  }

  mutating func readITunes(_ element: FeedElements.Element) {
    switch element.tag {
    case .author: podcastAuthors.append(FeedPerson.name(line(element)))
    case .summary: add(text(element), rank: 4)
    case .keywords: addKeywords(value(element))
    case .title: otherTitle = otherTitle ?? line(element)
    default: fields -= 1
    }
  }

  private mutating func addKeywords(_ text: String) {
    for word in text.split(separator: ",") { addCore(.subject, PlainText.clean(String(word))) }
  }

  mutating func readPrism(_ element: FeedElements.Element, _ base: String) {
    let text = value(element)
    switch element.tag {
    case .doi: add(Identifier(scheme: .doi, normalising: text))
    case .issn, .eIssn: add(Identifier(scheme: .issn, normalising: text))
    case .isbn: add(Identifier(scheme: .isbn, normalising: text))
    case .publicationDate, .coverDate: dates.printed.append(text)
    case .publicationName: series.title = PlainText.clean(self.text(element))
    case .number: series.number = text
    case .volume: series.volume = text
    case .url: links.add(text, base: base)
    case .pageCount: addCore(.extent, text.utf8.allSatisfy(ASCII.isDigit) ? text + " p." : text)
    case .genre, .aggregationType: types.append(text)
    default: fields -= 1
    }
  }

  mutating func readLicence(_ element: FeedElements.Element) {
    guard element.tag == .license || element.tag == .licence else {
      fields -= 1
      return
    }
    let resource = elements.attribute("resource", prefix: "rdf", of: element)
    addCore(.license, resource.map(PlainText.clean) ?? value(element))
  }
}
