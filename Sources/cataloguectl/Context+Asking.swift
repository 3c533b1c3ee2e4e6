import Glibc

extension Context {
  /// Lets a person say whether something goes for good. Whoever says --yes has said so.
  ///
  /// - Parameters:
  ///   - loss: What goes: "18 reports".
  ///   - word: What must be typed.
  ///   - called: What that is: "yes", "the catalogue's name".
  func askBeforeRemoving(_ loss: String, typing word: String, called: String) throws(Failure) {
    guard isatty(STDIN_FILENO) != 0 else {
      throw Failure(
        code: .usage,
        message: "\(loss) would be removed for good: say --yes where nobody can be asked")
    }
    Screen.standard(STDERR_FILENO).say("\(loss) will be removed for good.", to: STDERR_FILENO)
    Screen.write(Array("Type \(called) to go on: ".utf8), to: STDERR_FILENO)
    guard readLine(strippingNewline: true) == word else {
      throw Failure(code: .failed, message: "nothing was removed")
    }
  }
}
