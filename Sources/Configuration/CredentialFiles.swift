import Transfer

/// `[credentials]` before it is known which kind it is.
struct CredentialFiles: Sendable {
  var basic: String?
  var bearer: String?
  var netrc: String?
  var certificate: String?
  var key: String?

  static let keys: [Key<CredentialFiles>] = [
    Key("basic_file", \.basic, .path, help: "A file with user:password (RFC 7617)."),
    Key("bearer_file", \.bearer, .path, help: "A file with a token (RFC 6750)."),
    Key("netrc", \.netrc, .path, help: "A file in netrc's form."),
    Key("certificate", \.certificate, .path, help: "A TLS client certificate, PEM; with key."),
    Key("key", \.key, .path, help: "The certificate's key, PEM."),
  ]

  /// Nil unless it is exactly one kind.
  var credentials: TransferSettings.Credentials? {
    switch (basic, bearer, netrc, certificate, key) {
    case (let file?, nil, nil, nil, nil): .basic(file: file)
    case (nil, let file?, nil, nil, nil): .bearer(file: file)
    case (nil, nil, let file?, nil, nil): .netrc(file: file)
    case (nil, nil, nil, let certificate?, let key?):
      .clientCertificate(certificate: certificate, key: key)
    default: nil
    }
  }
}
