import Transfer

/// `[credentials]` before it is known which kind it is.
struct CredentialFiles: Sendable {
  var basic: String?
  var bearer: String?
  var netrc: String?
  var certificate: String?
  var key: String?
  var keyFile: String?
  var header: String?
  var query: String?

  static let keys: [Key<CredentialFiles>] = [
    Key("basic_file", \.basic, .path, help: "A file with user:password (RFC 7617)."),
    Key("bearer_file", \.bearer, .path, help: "A file with a token (RFC 6750)."),
    Key("key_file", \.keyFile, .path, help: "A file with an API's key; with header or query."),
    Key("header", \.header, .headerName, help: "The request header that the key goes into: X-Api-Key."),
    Key(
      "query", \.query, .text("the name of a parameter"),
      help: "The parameter that the key goes into: api_key."),
    Key("netrc", \.netrc, .path, help: "A file in netrc's form."),
    Key("certificate", \.certificate, .path, help: "A TLS client certificate, PEM; with key."),
    Key("key", \.key, .path, help: "The certificate's key, PEM."),
  ]

  /// Nil unless it is exactly one kind.
  var credentials: TransferSettings.Credentials? {
    if keyFile != nil || header != nil || query != nil { return keyCredentials }
    return switch (basic, bearer, netrc, certificate, key) {
    case (let file?, nil, nil, nil, nil): .basic(file: file)
    case (nil, let file?, nil, nil, nil): .bearer(file: file)
    case (nil, nil, let file?, nil, nil): .netrc(file: file)
    case (nil, nil, nil, let certificate?, let key?):
      .clientCertificate(certificate: certificate, key: key)
    default: nil
    }
  }

  private var keyCredentials: TransferSettings.Credentials? {
    guard let keyFile, [basic, bearer, netrc, certificate, key].allSatisfy({ $0 == nil }) else { return nil }
    return switch (header, query) {
    case (let name?, nil): .header(name: name, file: keyFile)
    case (nil, let parameter?): .query(parameter: parameter, file: keyFile)
    default: nil
    }
  }
}
