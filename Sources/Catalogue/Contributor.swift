/// A person or body that took part in a report or a section.
public struct Contributor: Hashable, Sendable {
  /// What the contributor did.
  public enum Role: String, Sendable, Codable, CaseIterable {
    case author, editor, translator, illustrator, compiler, sponsor
    /// Took part in a way that the upstream does not state.
    case contributor
  }

  /// Whether the name is a person's. (`unknown` where the upstream's form does not tell.)
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case person, corporate, unknown
  }

  public var name: Name
  public var role: Role
  public var kind: Kind
  /// The institution that the contributor wrote for, as printed.
  public var affiliation: String?

  public init(name: Name, role: Role = .author, kind: Kind = .unknown, affiliation: String? = nil) {
    self.name = name
    self.role = role
    self.kind = kind
    self.affiliation = affiliation
  }
}

/// A name as it is printed, and its parts where they can be told.
public struct Name: Hashable, Sendable, Codable {
  /// The name as the upstream prints it, role suffixes and affiliation taken off ("Haas, Marcel de").
  public var printed: String
  /// The family name without its particle ("Haas").
  public var family: String?
  /// The given names ("Marcel").
  public var given: String?
  /// The particle that stands before the family name ("de", "van der").
  public var particle: String?
  /// A generation or honour that stands behind ("Jr.", "III").
  public var suffix: String?

  public init(
    printed: String, family: String? = nil, given: String? = nil, particle: String? = nil,
    suffix: String? = nil
  ) {
    self.printed = printed
    self.family = family
    self.given = given
    self.particle = particle
    self.suffix = suffix
  }
}
