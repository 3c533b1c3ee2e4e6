import Glibc

/// When a disk is nearly full: when less is free than `bytes`, and less than `share` of it.
public struct DiskFloor: Hashable, Sendable {
  public var bytes: Int64
  /// 0 to 1.
  public var share: Double

  public init(bytes: Int64 = 1_000_000_000, share: Double = 0.05) {
    self.bytes = bytes
    self.share = share
  }

  /// How much room a disk has for programs that are not root's, in bytes.
  public struct Room: Hashable, Sendable {
    public var free: Int64
    public var size: Int64

    public init(free: Int64, size: Int64) {
      self.free = free
      self.size = size
    }

    /// Of the disk that a path is on; nil where that cannot be told.
    public init?(of path: String) {
      var facts = statvfs()
      guard statvfs(path, &facts) == 0 else { return nil }
      free = Self.bytes(facts.f_bavail, facts.f_frsize)
      size = Self.bytes(facts.f_blocks, facts.f_frsize)
    }

    /// What a file system says of itself is not always possible.
    private static func bytes(_ blocks: UInt, _ size: UInt) -> Int64 {
      let (bytes, overflow) = blocks.multipliedReportingOverflow(by: size)
      return overflow ? .max : Int64(clamping: bytes)
    }
  }

  /// - Parameter was: Whether it was nearly full before: then it is until a quarter more is free, so that a disk at the
  ///   edge is told of once.
  public func isNearlyFull(_ room: Room, was: Bool = false) -> Bool {
    let edge = min(Double(bytes), share * Double(room.size)) * (was ? 1.25 : 1)
    return Double(room.free) < edge
  }
}
