import Glibc

/// An open file that is to be sent as an answer. Closed with the last reference, unless it was handed on.
public final class SentFile: Sendable {
  let descriptor: Int32
  /// Bytes.
  public let size: Int64
  /// The value of `Repr-Digest` (RFC 9530).
  public let digest: String

  /// - Parameter descriptor: Owned from now on.
  public init(descriptor: Int32, size: Int64, digest: String) {
    self.descriptor = descriptor
    self.size = size
    self.digest = digest
  }

  deinit { close(descriptor) }

  /// A descriptor of its own for who closes it himself; below zero where there is none left.
  func duplicate() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
}
