/// One event of `GET /v1/events`.
public struct ServerEvent: Hashable, Sendable {
  /// What `Last-Event-ID` says to go on behind it; nil where the server has given none.
  public var id: String?
  /// Its type ("run").
  public var name: String
  /// A document in JSON.
  public var data: [UInt8]

  public init(id: String? = nil, name: String, data: [UInt8]) {
    self.id = id
    self.name = name
    self.data = data
  }
}

/// Reads an event stream as HTML describes it (9.2.6, "Interpreting an event stream"), in pieces of any size.
public struct EventParser: Sendable {
  /// The last id that came, which holds for all events behind it.
  public private(set) var lastID: String?
  /// Milliseconds to wait before one connects again, where the server has said so.
  public private(set) var retry: Int?

  private var line: [UInt8] = []
  private var name: [UInt8] = []
  private var data: [UInt8] = []
  private var id: [UInt8]?
  /// Whether a line feed that comes now belongs to the line's end before it.
  private var isBehindReturn = false
  private var isFirstLine = true
  private let limit: Int

  /// - Parameters:
  ///   - lastID: The id behind which the stream goes on.
  ///   - limit: How many bytes an event, or a line, may have.
  public init(lastID: String? = nil, limit: Int = 4 << 20) {
    self.lastID = lastID
    self.limit = limit
  }

  /// Takes the next bytes, and gives what is complete with them.
  ///
  /// - Returns: Nil where an event is larger than allowed; then there is nothing more to be read here.
  public mutating func take(_ bytes: UnsafeRawBufferPointer) -> [ServerEvent]? {
    var events: [ServerEvent] = []
    var rest = UnsafeRawBufferPointer(rebasing: bytes[...])
    while !rest.isEmpty {
      if isBehindReturn, rest.first == 0x0A {
        isBehindReturn = false
        rest = UnsafeRawBufferPointer(rebasing: rest[1...])
        continue
      }
      isBehindReturn = false
      let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D }
      let piece = rest[..<(end ?? rest.endIndex)]
      guard line.count + data.count + piece.count <= limit else { return nil }
      line.append(contentsOf: piece)
      guard let end else { break }
      isBehindReturn = rest[end] == 0x0D
      rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
      if let event = endLine() { events.append(event) }
    }
    return events
  }

  private mutating func endLine() -> ServerEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    guard !line.isEmpty else { return dispatch() }
    let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
    guard colon > 0 else { return nil }  // a comment
    var value = line[colon...].dropFirst()
    if value.first == 0x20 { value = value.dropFirst() }
    switch String(decoding: line[..<colon], as: UTF8.self) {
    case "event": name = Array(value)
    case "data":
      data += value
      data.append(0x0A)
    case "id": if !value.contains(0) { id = Array(value) }
    case "retry":
      if !value.isEmpty, value.count < 10, value.allSatisfy({ (0x30...0x39).contains($0) }) {
        retry = Int(String(decoding: value, as: UTF8.self))
      }
    default: break
    }
    return nil
  }

  private mutating func dispatch() -> ServerEvent? {
    if let id { lastID = id.isEmpty ? nil : String(decoding: id, as: UTF8.self) }
    defer {
      name = []
      data = []
    }
    guard !data.isEmpty else { return nil }
    return ServerEvent(
      id: lastID, name: name.isEmpty ? "message" : String(decoding: name, as: UTF8.self),
      data: Array(data.dropLast()))
  }
}
