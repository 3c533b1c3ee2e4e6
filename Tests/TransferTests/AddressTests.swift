import Testing

@testable import Transfer

@Suite("Addresses are told apart")
struct AddressTests {
  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.1.1",
    "198.17.0.1",
    "198.20.0.1", "223.255.255.255", "2001:4860:4860::8888", "2a00::1", "64:ff9b::808:808", "::ffff:8.8.8.8",
    "2002:808:808::1",
  ])
  func isPublic(_ text: String) throws { #expect(try #require(IPAddress(text)).isPublic) }

  @Test(arguments: [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.0.1", "198.18.0.1", "224.0.0.1",
    "255.255.255.255",
    "168.63.129.16", "::", "::1", "[::1]", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::1",
    "2001::1",
    "2001:db8::1", "100::1", "4000::1",
  ])
  func isNotPublic(_ text: String) throws { #expect(try !#require(IPAddress(text)).isPublic) }

  @Test(arguments: [
    ("http://Example.org", "http://example.org/", "example.org:80"),
    ("https://u:p@example.org:8443/a?b#c", "https://example.org:8443/a?b", "example.org:8443"),
    ("http://2130706433/", "http://127.0.0.1/", "127.0.0.1:80"),
    ("http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1:80"),
    ("http://[::1]:1/", "http://[::1]:1/", "[::1]:1"),
    ("https://example.org/a b", "https://example.org/a%20b", "example.org:443"),
  ])
  func takesApart(url: String, text: String, key: String) throws {
    let address = try WebAddress(url)
    #expect(address.text.lowercased() == text)
    #expect(address.hostKey == key)
  }

  @Test(arguments: [
    "", "example.org", "file:///etc/passwd", "ftp://x/", "http:///", "http://a\u{0}b/", "http://x:99999/",
  ])
  func refuses(url: String) {
    #expect(throws: TransferError.self) { try WebAddress(url) }
  }

  @Test(arguments: [
    ("http://u:p@h/x", "http://h/x"), ("http://a@b@h/", "http://h/"),
    ("http://h/?api_key=1&x=2#f", "http://h/?api_key=…&x=2"),
    ("http://h/?Access_Token=abc", "http://h/?Access_Token=…"),
    ("http://h/?resumptionToken=a", "http://h/?resumptionToken=a"),
    ("http://h/?sig=a&author=b", "http://h/?sig=…&author=b"),
    ("http://h/\u{1B}[31m", "http://h/\u{FFFD}[31m"),
    ("http://h/\u{202E}x", "http://h/\u{FFFD}x"), ("not a url", "not a url"), ("http://u:p@h", "http://h"),
    ("http://h/p@q", "http://h/p@q"),
  ])
  func hidesSecrets(url: String, shown: String) { #expect(WebAddress.shown(url) == shown) }

  @Test func neverEndless() {
    #expect(WebAddress.shown("http://h/" + String(repeating: "x", count: 5000)).count == 301)
  }

  @Test(arguments: [
    ("http://h/a", "http://h/b", true), ("http://h/", "https://h/", true), ("https://h/", "http://h/", false),
    ("http://h:80/", "http://h:81/", false), ("http://h:8080/", "https://h/", false),
    ("http://h/", "http://g/", false),
    ("http://h/", "http://h.evil/", false), ("http://H/", "http://h/", true),
  ])
  func sameOrigin(from: String, to: String, expected: Bool) throws {
    #expect(try WebAddress(from).isSameOrigin(WebAddress(to)) == expected)
  }

  @Test(
    arguments: [
      ("http://a.example/", nil, "http://proxy"), ("https://a.example/", nil, "http://secure"),
      ("http://b.skip/", nil, nil),
      ("http://skip/", nil, nil), ("http://notskip/", nil, "http://proxy"), ("http://10.1.1.1/", nil, nil),
      ("http://11.1.1.1/", nil, "http://proxy"), ("http://b.skip/", "socks5h://own", "socks5h://own"),
      ("http://a.example/", "", nil),
    ] as [(String, String?, String?)])
  func proxies(url: String, configured: String?, expected: String?) throws {
    let variables = [
      "http_proxy": "http://proxy", "HTTPS_PROXY": "http://secure", "HTTP_PROXY": "http://never",
      "NO_PROXY": ".skip, 10.0.0.0/8",
    ]
    let choice = ProxyChoice { variables[$0] }
    #expect(try choice.proxy(for: WebAddress(url), configured: configured) == expected)
  }
}
