import CCrypto
import Storage

/// Hashes records as they came; owns its OpenSSL context. Used by one thread at a time.
final class Digest {
  private let context = EVP_MD_CTX_new()
  private let algorithm: OpaquePointer

  init() {
    // Fetched once: what `EVP_sha256()` gives is looked up anew for each record.
    guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
      preconditionFailure("OpenSSL has no SHA-256: its configuration leaves it out")
    }
    self.algorithm = algorithm
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(algorithm)
  }

  /// The hash of a record's bytes with the context that they are read in.
  func hash(_ bytes: [UInt8], context upstream: [UInt8]) -> RawHash {
    EVP_DigestInit_ex(context, algorithm, nil)
    EVP_DigestUpdate(context, upstream, upstream.count)
    var separator: UInt8 = 0
    EVP_DigestUpdate(context, &separator, 1)
    EVP_DigestUpdate(context, bytes, bytes.count)
    return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { output in
      EVP_DigestFinal_ex(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
      return RawHash(UnsafeRawBufferPointer(output))
    }
  }
}
