import Storage

/// Why the library could not do what it was asked.
public enum LibraryError: Error, Sendable {
  /// The store failed.
  case store(StorageError)
  /// There is no catalogue, report, run or reject of that name or number.
  case notFound(String)
  /// It cannot be done now, or not like this: what is in the way, and what to do.
  case refused(String)
  /// It can never be done: what is wrong with it.
  case malformed(String)
  /// It was given up, because it took too long: what to ask instead.
  case tooLong(String)

  /// For people.
  public var message: String {
    switch self {
    case .store(let error): error.message
    case .notFound(let what): what
    case .refused(let why), .malformed(let why), .tooLong(let why): why
    }
  }
}
