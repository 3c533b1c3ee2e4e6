import Storage

/// Why the library could not do what it was asked.
public enum LibraryError: Error, Sendable {
  /// The store failed.
  case store(StorageError)
  /// There is no catalogue, report, run or reject of that name or number.
  case notFound(String)
  /// It cannot be done now, or not like this: what is in the way, and what to do.
  case refused(String)
  /// What was asked makes no sense: why, and what to write instead.
  case invalid(String)
  /// It was given up, because it took too long: what to ask instead.
  case tooLong(String)

  /// For people.
  public var message: String {
    switch self {
    case .store(let error): error.message
    case .notFound(let what): what
    case .refused(let why), .invalid(let why), .tooLong(let why): why
    }
  }

  /// The same with more to say of what a person asked.
  func followed(by words: String) -> LibraryError {
    switch self {
    case .notFound(let what): .notFound(what + words)
    case .refused(let why): .refused(why + words)
    case .invalid(let why): .invalid(why + words)
    case .store, .tooLong: self
    }
  }

  /// No report has such a number or identifier.
  ///
  /// - Parameter heir: The report that shows now what other catalogues said of that one.
  static func noReport(_ reference: String, now heir: Int64?) -> LibraryError {
    guard let heir else {
      return .notFound("there is no report “\(reference)”; cataloguectl search finds reports by their words")
    }
    return .notFound(
      "there is no report “\(reference)” any more: what else was known of it is report \(heir) now")
  }
}
