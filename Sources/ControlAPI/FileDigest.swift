import CCrypto

/// What a file that goes over the socket hashes to: the value of `Repr-Digest` (RFC 9530), by which the receiver tells
/// that all of it came. Used by one thread at a time.
public final class FileDigest {
  private let context = EVP_MD_CTX_new()

  public init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }

  deinit { EVP_MD_CTX_free(context) }

  public func add(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// "sha-256=:…:"; nothing can be added afterwards.
  public func finish() -> String {
    var output = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &output, nil)
    return "sha-256=:\(Base64.encode(output)):"
  }
}
