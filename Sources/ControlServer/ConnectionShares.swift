import Glibc

/// How many connections each may have, so that nobody can lock the others out.
struct ConnectionShares: Hashable, Sendable {
  /// Of all together.
  var all: Int
  /// Of one user who is neither root nor the daemon's own.
  var each: Int { max(1, all / 2) }
  /// Of all such users together: the rest is kept for root and the daemon's own user.
  var others: Int { max(1, all - all / 8) }
  /// How many more may hear at leisure that there is no room for them; who comes then is hung up on at once.
  var refused: Int { min(32, max(1, all / 4)) }

  /// - Parameters:
  ///   - wanted: How many there may be where descriptors do not run out.
  ///   - descriptors: How many this process may have open (`RLIMIT_NOFILE`): the store and the upstreams need theirs, too.
  init(_ wanted: Int, descriptors: Int) {
    let kept = min(256, max(48, descriptors / 4))
    all = max(1, min(wanted, max(descriptors - kept, descriptors / 8)))
  }

  /// Whether one more may come.
  ///
  /// - Parameters:
  ///   - open: How many there are.
  ///   - own: How many of them are of the user who comes.
  func admits(isOwner: Bool, open: Int, own: Int) -> Bool {
    open < all && (isOwner || open < others && own < each)
  }

  /// `RLIMIT_NOFILE` as it is.
  static var descriptors: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return Int(clamping: limit.rlim_cur)
  }
}
