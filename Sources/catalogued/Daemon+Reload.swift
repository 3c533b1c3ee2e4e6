extension Daemon {
  func reload() {}
}
