import Foundation
import TestSupport
import Testing

@testable import Transfer

/// A real nginx with a certificate of its own authority, for what the loopback server does not speak.
private final class Nginx {
  let directory = TemporaryDirectory()
  let port: Int
  private let process = Process()

  static var isThere: Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx") && run("openssl", ["version"]) != nil
  }

  init() throws {
    // A port that was free a moment ago.
    let probe = LoopbackServer { _ in .text("") }
    port = probe.port
    probe.stop()
    for name in ["ca", "other", "client"] { try certificate(name) }
    try FileManager.default.createDirectory(atPath: directory.file("www"), withIntermediateDirectories: true)
    directory.write("hello over TLS", to: "www/index.html")
    try Data(repeating: 7, count: 50 << 20).write(to: URL(fileURLWithPath: directory.file("www/large")))
    directory.write(
      """
      daemon off; worker_processes 1; pid \(directory.file("pid")); error_log \(directory.file("log"));
      events { worker_connections 64; }
      http {
        access_log \(directory.file("access")); client_body_temp_path \(directory.file("t1"));
        proxy_temp_path \(directory.file("t2")); fastcgi_temp_path \(directory.file("t3"));
        uwsgi_temp_path \(directory.file("t4")); scgi_temp_path \(directory.file("t5"));
        server {
          listen 127.0.0.1:\(port) ssl http2; root \(directory.file("www"));
          ssl_certificate \(directory.file("ca.pem")); ssl_certificate_key \(directory.file("ca.key"));
          ssl_client_certificate \(directory.file("client.pem")); ssl_verify_client optional;
          location /who { add_header X-Client $ssl_client_s_dn; add_header X-Protocol $server_protocol; return 200 "x"; }
        }
      }
      """, to: "nginx.conf")
    process.executableURL = URL(fileURLWithPath: "/usr/sbin/nginx")
    process.arguments = [
      "-e", directory.file("log"), "-p", directory.path, "-c", directory.file("nginx.conf"),
    ]
    process.standardError = FileHandle.nullDevice
    // The workers are another user's where root runs the tests.
    chmod(directory.path, 0o755)
    try process.run()
    // It listens as soon as it wrote its process number.
    for _ in 0..<100 where !FileManager.default.fileExists(atPath: directory.file("pid")) {
      Thread.sleep(forTimeInterval: 0.05)
    }
  }

  private func certificate(_ name: String) throws {
    let arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj",
      "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout",
      directory.file("\(name).key"),
      "-out", directory.file("\(name).pem"),
    ]
    _ = try #require(run("openssl", arguments))
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }
}

@Suite("TLS is verified, HTTP/2 spoken", .enabled(if: Nginx.isThere, "needs nginx and openssl"), .serialized)
struct TLSTests {
  private let engine: TransferEngine
  private let nginx: Nginx
  private let trusted: TransferSettings

  init() throws {
    engine = try TransferEngine()
    let nginx = try Nginx()
    self.nginx = nginx
    trusted = .quick { $0.certificateAuthorities = nginx.directory.file("ca.pem") }
  }

  private var url: String { "https://127.0.0.1:\(nginx.port)" }

  @Test func verifies() async throws {
    #expect(try await engine.fetch(url + "/", trusted).get().text == "hello over TLS")
    let directory = nginx.directory
    for settings in [.quick(), .quick { $0.certificateAuthorities = directory.file("other.pem") }]
      as [TransferSettings]
    {
      let error = try #require(await engine.fetch(url + "/", settings).error)
      #expect(error.kind == .certificate)
      #expect(!error.isTransient)
    }
    // The right authority, another name.
    let other = await engine.fetch("https://127.0.0.2.nip.invalid:\(nginx.port)/", trusted).error
    #expect(other?.kind == .network)
    let missing = TransferSettings.quick { $0.certificateAuthorities = "/nowhere.pem" }
    #expect(await engine.fetch(url + "/", missing).error?.kind == .certificate)
    // Plain HTTP to a TLS port is an answer, if a poor one.
    #expect(try await engine.fetch("http://127.0.0.1:\(nginx.port)/").get().head.status == 400)
  }

  @Test func speaksHTTP2AndShowsTheClientCertificate() async throws {
    let directory = nginx.directory
    var settings = trusted
    settings.credentials = .clientCertificate(
      certificate: directory.file("client.pem"), key: directory.file("client.key"))
    let headers = try await engine.fetch(url + "/who", settings).get().head.headers
    #expect(headers.contains(.init(name: "x-protocol", value: "HTTP/2.0")))
    #expect(headers.contains(.init(name: "x-client", value: "CN=client")))
    let without = try await engine.fetch(url + "/who", trusted).get().head.headers
    #expect(!without.contains { $0.name == "x-client" && !$0.value.isEmpty })
    settings.credentials = .clientCertificate(
      certificate: directory.file("other.pem"), key: directory.file("client.key"))
    #expect(await engine.fetch(url + "/who", settings).error?.kind == .credential)
  }

  @Test func aSlowReaderOverHTTP2() async throws {
    var settings = trusted
    settings.requestsPerHost = 3
    let large = engine.start(TransferRequest(url: url + "/large"), settings)
    let count = Task {
      try await onThread { () -> Result<Int, TransferError> in
        Result { () throws(TransferError) in
          var count = 0
          for pause in 0... {
            guard let bytes = try large.read() else { break }
            count += bytes.count
            if pause < 10 { Thread.sleep(forTimeInterval: 0.1) }
          }
          return count
        }
      }.get()
    }
    // The same connection serves others meanwhile.
    for _ in 0..<3 { #expect(try await engine.fetch(url + "/", settings).get().text == "hello over TLS") }
    #expect(try await count.value == 50 << 20)
  }
}
