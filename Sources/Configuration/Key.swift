/// A key that a configuration file may hold: the one place that says its name, what it takes, what holds without it,
/// and what it is for. Reading, error messages and what `--check` prints are made from it.
struct Key<Settings: Sendable>: Sendable {
  var name: String
  /// What a right value is ("a duration such as \"6h\"").
  var takes: String
  var help: String
  /// Whether it may also stand in `[defaults]`.
  var shared: Bool
  /// The keys of its value, where that is a table.
  var parts: @Sendable () -> [KeyReference]
  /// Reads the value into the settings, or says why not.
  var read: @Sendable (TOMLNode, inout Settings, FileContext) -> [KeyFault]
  /// The value in force, as TOML; nil where the key is not set and need not be.
  var show: @Sendable (Settings) -> String?

  init(
    _ name: String, takes: String, shared: Bool = true, help: String,
    parts: @escaping @Sendable () -> [KeyReference] = { [] },
    read: @escaping @Sendable (TOMLNode, inout Settings, FileContext) -> [KeyFault],
    show: @escaping @Sendable (Settings) -> String?
  ) {
    self.name = name
    self.takes = takes
    self.help = help
    self.shared = shared
    self.parts = parts
    self.read = read
    self.show = show
  }

  /// A key whose value has one form and goes to one place.
  init<Value>(
    _ name: String, _ place: WritableKeyPath<Settings, Value> & Sendable, _ form: ValueForm<Value>,
    shared: Bool = true, help: String
  ) {
    self.init(
      name, takes: form.takes, shared: shared, help: help,
      read: { node, settings, context in
        do throws(ValueFault) {
          settings[keyPath: place] = try form.read(node, context)
          return []
        } catch {
          let why = error.message ?? "it is \(node.inWords)"
          return [KeyFault(position: node.position, message: "\(name) must be \(form.takes); \(why)")]
        }
      },
      show: { form.show($0[keyPath: place]) })
  }

  /// The same for a value that need not be there.
  init<Value>(
    _ name: String, _ place: WritableKeyPath<Settings, Value?> & Sendable, _ form: ValueForm<Value>,
    shared: Bool = true, help: String
  ) {
    self.init(name, place, form.optional, shared: shared, help: help)
  }
}

/// What is wrong with a key or its value, and where.
struct KeyFault: Sendable {
  var position: TOMLPosition
  var message: String
}

/// What a value's meaning depends on besides itself.
struct FileContext: Sendable {
  /// Where the file is: what relative paths start from. Absolute.
  var directory: String
  /// systemd's `$CREDENTIALS_DIRECTORY`, if there is one.
  var credentialsDirectory: String?
  /// The names that `format` may have.
  var formats: [String]
  /// Whether the file was read whole: else what seems to be missing may only have been left out because of a fault.
  var isWhole = true
  /// Whether nothing is going to run by it.
  var isRehearsal = false

  /// A path of the file, made absolute.
  func absolute(_ path: String) throws(ValueFault) -> String {
    for prefix in ["$CREDENTIALS_DIRECTORY/", "${CREDENTIALS_DIRECTORY}/"] where path.hasPrefix(prefix) {
      guard let credentialsDirectory else {
        // Only the service has it: in a person's shell nothing is wrong.
        if isRehearsal { return path }
        throw ValueFault("$CREDENTIALS_DIRECTORY is not set: is there a LoadCredential= in the service?")
      }
      return credentialsDirectory + "/" + path.dropFirst(prefix.count)
    }
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("$") || path.hasPrefix("~") {
      throw ValueFault("only $CREDENTIALS_DIRECTORY is filled in, and ~ is not")
    }
    return directory == "/" ? "/" + path : directory + "/" + path
  }
}
