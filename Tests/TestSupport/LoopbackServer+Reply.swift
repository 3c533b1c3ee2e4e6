import Foundation

extension LoopbackServer {
  /// What is answered, and how well.
  public struct Reply: Sendable {
    public enum Body: Sendable {
      /// With its `Content-Length`.
      case whole([UInt8])
      /// With a `Content-Length` of more than what is sent, then the connection closes.
      case cutShort([UInt8], declaredLength: Int)
      /// With its `Content-Length`, at most so many bytes a second.
      case throttled([UInt8], bytesPerSecond: Int)
      /// The first bytes of a declared length, then nothing more until the server stops.
      case stalled(after: [UInt8], declaredLength: Int)
      /// Chunked; each piece after its delay in seconds.
      case chunked([Slice])
      /// Chunked: the closure is asked with 0, 1, 2 … until it gives nil.
      case generated(@Sendable (Int) -> [UInt8]?)
      /// Chunked, and cut before the last chunk; the connection closes.
      case brokenChunks([UInt8])
    }

    public struct Slice: Sendable {
      public var bytes: [UInt8]
      public var delay: Double

      public init(_ bytes: [UInt8], after delay: Double = 0) {
        self.bytes = bytes
        self.delay = delay
      }
    }

    enum Form: Sendable {
      case http
      /// The bytes as they are, then the connection closes.
      case raw([UInt8])
      /// Nothing at all until the server stops.
      case silence
    }

    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: Body
    /// Before anything is sent, in seconds.
    public var delay = 0.0
    /// Whether the connection closes behind the answer.
    public var closes = false
    var form = Form.http

    public init(_ status: Int = 200, headers: [(name: String, value: String)] = [], body: Body = .whole([])) {
      self.status = status
      self.headers = headers
      self.body = body
    }

    public static func bytes(
      _ bytes: [UInt8], type: String = "application/octet-stream", status: Int = 200,
      headers: [(name: String, value: String)] = []
    ) -> Reply {
      Reply(status, headers: [("Content-Type", type)] + headers, body: .whole(bytes))
    }

    public static func text(
      _ text: String, type: String = "text/plain; charset=utf-8", status: Int = 200,
      headers: [(name: String, value: String)] = []
    ) -> Reply {
      .bytes(Array(text.utf8), type: type, status: status, headers: headers)
    }

    public static func xml(_ text: String, status: Int = 200) -> Reply {
      .text(text, type: "text/xml; charset=utf-8", status: status)
    }

    public static func redirect(_ status: Int = 302, to location: String) -> Reply {
      .text("elsewhere", status: status, headers: [("Location", location)])
    }

    public static func raw(_ text: String) -> Reply {
      var reply = Reply()
      reply.form = .raw(Array(text.utf8))
      return reply
    }

    /// No byte at all until the server stops.
    public static var silence: Reply {
      var reply = Reply()
      reply.form = .silence
      return reply
    }

    /// 304 if the request's `If-None-Match` is `etag`, else the bytes with it.
    public static func tagged(
      _ etag: String, _ bytes: [UInt8], type: String = "text/plain", to request: Request
    ) -> Reply {
      let headers = [("ETag", etag)]
      if request.header("if-none-match") == etag { return Reply(304, headers: headers) }
      return .bytes(bytes, type: type, headers: headers)
    }

    /// The same, later.
    public func delayed(_ seconds: Double) -> Reply {
      var reply = self
      reply.delay = seconds
      return reply
    }
  }

  /// Serves the files of a directory, 404 for all else.
  public static func directory(_ path: String, type: String = "text/xml; charset=utf-8") -> Handler {
    { request in
      let name = request.path.removingPercentEncoding ?? request.path
      guard !name.split(separator: "/").contains(".."),
        let data = FileManager.default.contents(atPath: path + name)
      else { return .text("not found", status: 404) }
      return .bytes(Array(data), type: type)
    }
  }
}
