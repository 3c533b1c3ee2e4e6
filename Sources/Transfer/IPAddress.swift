import Glibc

/// An IPv4 or IPv6 address, for telling the public network from everything else.
struct IPAddress: Hashable, Sendable {
  /// Four or sixteen.
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// As text, with or without the brackets of a URL, without a zone.
  init?(_ text: String) {
    let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    let plain = bare.split(separator: "%", omittingEmptySubsequences: false).first.map(String.init) ?? bare
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, plain, &bytes) == 1 {
      self.bytes = Array(bytes[..<4])
    } else if inet_pton(AF_INET6, plain, &bytes) == 1 {
      self.bytes = bytes
    } else {
      return nil
    }
  }

  /// From a socket address that is about to be connected to; nil for another family than IP.
  init?(_ address: UnsafeRawPointer) {
    switch Int32(address.loadUnaligned(as: sockaddr.self).sa_family) {
    case AF_INET:
      let address = address.loadUnaligned(as: sockaddr_in.self)
      bytes = withUnsafeBytes(of: address.sin_addr, Array.init)
    case AF_INET6:
      let address = address.loadUnaligned(as: sockaddr_in6.self)
      bytes = withUnsafeBytes(of: address.sin6_addr, Array.init)
    default: return nil
    }
  }

  /// Whether the address can only be a host of the public internet: none that is private, of this machine, of this
  /// link, shared by a provider, multicast, for documentation, or a cloud's metadata service.
  var isPublic: Bool { bytes.count == 4 ? !isAmong(Self.special4) : isPublic6 }

  private var isPublic6: Bool {
    // An IPv4 address inside: mapped, compatible, NAT64 and 6to4.
    if isAmong([([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96), ([0, 0x64, 0xFF, 0x9B], 96), ([], 96)]) {
      return IPAddress(bytes: Array(bytes[12...])).isPublic
    }
    if isAmong([([0x20, 0x02], 16)]) { return IPAddress(bytes: Array(bytes[2..<6])).isPublic }
    // Global unicast is 2000::/3 and nothing else.
    return isAmong([([0x20], 3)]) && !isAmong(Self.special6)
  }

  private typealias Block = (start: [UInt8], bits: Int)

  /// Whether the address lies in one of the blocks; a block's start is filled up with zeros.
  private func isAmong(_ blocks: [Block]) -> Bool {
    blocks.contains { block in
      (0..<block.bits).allSatisfy { bit in
        let byte = bit / 8 < block.start.count ? block.start[bit / 8] : 0
        return (byte ^ bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
      }
    }
  }

  /// Whether the address lies in `network`, an address with or without a prefix length ("10.0.0.0/8").
  func isIn(network: String) -> Bool {
    let parts = network.split(separator: "/", maxSplits: 1)
    guard let first = parts.first, let start = IPAddress(String(first)), start.bytes.count == bytes.count
    else { return false }
    let all = bytes.count * 8
    guard let bits = parts.count == 2 ? Int(parts[1]) : all, (0...all).contains(bits) else { return false }
    return isAmong([(start.bytes, bits)])
  }

  /// IANA's special-purpose registry for IPv4 (RFC 6890), multicast, and Azure's metadata service.
  private static let special4: [Block] = [
    ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
    ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
    ([203, 0, 113], 24), ([224], 4), ([240], 4), ([168, 63, 129, 16], 32),
  ]
  /// What is special inside 2000::/3: IETF protocols with Teredo, and documentation.
  private static let special6: [Block] = [
    ([0x20, 0x01, 0], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF], 20),
  ]
}
