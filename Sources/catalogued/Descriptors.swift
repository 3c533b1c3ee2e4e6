import Glibc

/// Lets the process have as many files and connections open as it may: an ordinary shell allows 1,024 of them at first,
/// which is less than a thousand clients need. (The service's unit says how many.)
func raiseDescriptorLimit() {
  let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
  limit.rlim_cur = min(limit.rlim_max, 16_384)
  setrlimit(resource, &limit)
}
