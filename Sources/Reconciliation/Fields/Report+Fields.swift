import Catalogue

extension Report {
  /// What the report says in a field, and the same the other way round. Items of another kind are left out.
  public subscript(field: Field) -> FieldValue {
    get {
      switch field {
      case .title: FieldValue(title.isEmpty ? nil : .text(title))
      case .subtitle: FieldValue(subtitle.map(FieldItem.text))
      case .contributors: FieldValue(contributors.map(FieldItem.contributor))
      case .published: FieldValue(published.map(FieldItem.date))
      case .publisher: FieldValue(publisher.map(FieldItem.text))
      case .pageCount: FieldValue(pageCount.map(FieldItem.number))
      case .identifiers: FieldValue(identifiers.map(FieldItem.identifier))
      case .abstract: FieldValue(abstract.map(FieldItem.text))
      case .subjects: FieldValue(subjects.map(FieldItem.text))
      case .languages: FieldValue(languages.map(FieldItem.text))
      case .series: FieldValue(series.map(FieldItem.series))
      case .links: FieldValue(links.map(FieldItem.link))
      case .rights: FieldValue(rights.map(FieldItem.text))
      case .access: FieldValue(access.map(FieldItem.access))
      case .types: FieldValue(types.map(FieldItem.text))
      case .sections: FieldValue(sections.map(FieldItem.section))
      }
    }
    set {
      let items = newValue.items
      switch field {
      case .title: title = items.first?.text ?? ""
      case .subtitle: subtitle = items.first?.text
      case .contributors: contributors = items.compactMap(\.contributor)
      case .published: published = items.first?.date
      case .publisher: publisher = items.first?.text
      case .pageCount: pageCount = items.first?.number
      case .identifiers: identifiers = items.compactMap(\.identifier)
      case .abstract: abstract = items.first?.text
      case .subjects: subjects = items.compactMap(\.text)
      case .languages: languages = items.compactMap(\.text)
      case .series: series = items.compactMap(\.series)
      case .links: links = items.compactMap(\.link)
      case .rights: rights = items.compactMap(\.text)
      case .access: access = items.first?.access
      case .types: types = items.compactMap(\.text)
      case .sections: sections = items.compactMap(\.section)
      }
    }
  }

  /// Whether the report says nothing in a field.
  public func isEmpty(_ field: Field) -> Bool {
    switch field {
    case .title: title.isEmpty
    case .subtitle: subtitle == nil
    case .contributors: contributors.isEmpty
    case .published: published == nil
    case .publisher: publisher == nil
    case .pageCount: pageCount == nil
    case .identifiers: identifiers.isEmpty
    case .abstract: abstract == nil
    case .subjects: subjects.isEmpty
    case .languages: languages.isEmpty
    case .series: series.isEmpty
    case .links: links.isEmpty
    case .rights: rights.isEmpty
    case .access: access == nil
    case .types: types.isEmpty
    case .sections: sections.isEmpty
    }
  }
}

extension FieldItem {
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Int? { if case .number(let number) = self { number } else { nil } }
  var date: PartialDate? { if case .date(let date) = self { date } else { nil } }
  var access: Access? { if case .access(let access) = self { access } else { nil } }
  var identifier: Identifier? { if case .identifier(let identifier) = self { identifier } else { nil } }
  var link: Link? { if case .link(let link) = self { link } else { nil } }
  var series: Series? { if case .series(let series) = self { series } else { nil } }
  var contributor: Contributor? { if case .contributor(let contributor) = self { contributor } else { nil } }
  var section: Section? { if case .section(let section) = self { section } else { nil } }
}
