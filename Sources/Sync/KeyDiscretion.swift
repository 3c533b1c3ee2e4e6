import CatalogueFormats
import Glibc
import Transfer

/// Keeps a catalogue's key out of what is told of its upstream: some servers repeat it in what they say of a fault.
extension TransferSettings.Credentials {
  /// The fault, with "…" where its words hold the key.
  func withoutKey(_ fault: HarvestFault) -> HarvestFault {
    var fault = fault
    for key in keys { fault.message = fault.message.replacing(key, with: "…") }
    return fault
  }

  /// The key as the file holds it, and as it stands in an address. It is read again for each fault, and not kept.
  private var keys: [String] {
    switch self {
    case .none, .netrc, .clientCertificate: return []
    case .basic(let file):
      let text = Self.text(of: file)
      return Self.forms(text.firstIndex(of: ":").map { text[text.index(after: $0)...] } ?? text[...])
    case .bearer(let file), .header(_, let file), .query(_, let file):
      return Self.forms(Self.text(of: file)[...])
    }
  }

  /// The longer form first: the other may be a part of it.
  private static func forms(_ key: Substring) -> [String] {
    guard !key.isEmpty else { return [] }
    let encoded = key.utf8.map { byte in
      let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "-._~".utf8.contains(byte)
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : byte < 16 ? "%0\(hex)" : "%\(hex)"
    }.joined()
    return encoded == key ? [encoded] : [encoded, String(key)]
  }

  private static func text(of file: String) -> String {
    let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = max(read(descriptor, &bytes, bytes.count), 0)
    return String(decoding: bytes[..<count].prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }
}
