import Glibc

/// A file that a person changes in an editor. It goes when all is done, and stays only where the person wrote something
/// that could not be used.
struct EditedFile {
  let path: String
  private let original: [UInt8]

  /// Writes a text to a file of its own, which nobody else may read.
  init(_ text: String) throws(Failure) {
    original = Array(text.utf8)
    let folder = environment("TMPDIR") ?? "/tmp"
    var name = Array("\(folder)/cataloguectl-XXXXXX.json".utf8CString)
    let file = mkstemps(&name, 5)
    guard file >= 0 else {
      throw Failure(code: .failed, message: "no file can be made in \(folder): \(Self.lastError)")
    }
    close(file)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let stream = fopen(path, "w") else {
      throw Failure(code: .failed, message: "\(path) cannot be written: \(Self.lastError)")
    }
    let isWritten = fputs(text, stream) >= 0
    guard fclose(stream) == 0, isWritten else {
      throw Failure(code: .failed, message: "\(path) cannot be written: \(Self.lastError)")
    }
  }

  private static var lastError: String { String(cString: strerror(errno)) }

  /// Opens it in VISUAL, EDITOR or vi, and waits until that ends.
  func open() throws(Failure) {
    let chosen = environment("VISUAL") ?? environment("EDITOR")
    guard chosen != nil || isatty(STDIN_FILENO) != 0 else {
      throw Failure(
        code: .usage, message: "say what to change (FIELD=VALUE, or --clear FIELD): there is no terminal here"
      )
    }
    let editor = chosen ?? "vi"
    // The shell splits what EDITOR holds, as it does for other programs ("code --wait").
    let status = system("\(editor) '\(path.replacing("'", with: "'\\''"))'")
    guard status == 0 else {
      throw Failure(code: .failed, message: "\(editor) did not end well: nothing was changed")
    }
  }

  func bytes() throws(Failure) -> [UInt8] {
    guard let stream = fopen(path, "r") else {
      throw Failure(code: .failed, message: "\(path) cannot be read: \(Self.lastError)")
    }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, stream)
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  /// Does what is to be done with the file; where that fails, says where it is, if there is anything to be lost.
  func keeping(_ body: () throws(Failure) -> ExitCode) throws(Failure) -> ExitCode {
    do throws(Failure) {
      let code = try body()
      unlink(path)
      return code
    } catch {
      // An editor may have taken the file away, or have left it as it was.
      guard let bytes = try? bytes() else { throw error }
      guard bytes != original else {
        unlink(path)
        throw error
      }
      // What stands in a file is no matter of usage.
      let code = error.code == .usage ? .failed : error.code
      throw Failure(code: code, message: "\(error.message)\nWhat you wrote is kept in \(path)")
    }
  }
}
