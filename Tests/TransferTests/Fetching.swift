import Foundation
import TestSupport
import Threads

@testable import Transfer

/// What a reader gets out of one transfer.
struct Fetched {
  var head: TransferResponse
  var body: [UInt8]
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension TransferSettings {
  /// Without gaps, which only the tests of gaps want.
  static func quick(_ change: (inout TransferSettings) -> Void = { _ in }) -> TransferSettings {
    var settings = TransferSettings(connectTimeout: 5, timeout: 20, gap: 0)
    change(&settings)
    return settings
  }
}

extension Transfer {
  /// Reads to the end, on a thread of its own: tests run on Swift's cooperative pool, which must not block.
  func fetched() async -> Result<Fetched, TransferError> {
    await onThread { Result { () throws(TransferError) in try self.fetch() } }
  }

  /// The same, and how long it took, in seconds, however busy the pool is.
  func timed() async -> (Result<Fetched, TransferError>, seconds: Double) {
    await onThread {
      let start = monotonicSeconds()
      let result = Result { () throws(TransferError) in try self.fetch() }
      return (result, monotonicSeconds() - start)
    }
  }

  private func fetch() throws(TransferError) -> Fetched {
    let head = try response()
    var body: [UInt8] = []
    while let bytes = try read() { body += bytes }
    return Fetched(head: head, body: body)
  }
}

extension TransferEngine {
  func fetch(
    _ url: String, accept: String? = nil, validators: Validators? = nil, allowsFile: Bool = false,
    origin: String? = nil, _ settings: TransferSettings = .quick()
  ) async -> Result<Fetched, TransferError> {
    let request = TransferRequest(
      url: url, accept: accept, validators: validators, allowsFile: allowsFile, origin: origin)
    return await start(request, settings).fetched()
  }
}

extension Result where Failure == TransferError {
  /// The failure, if it is one.
  var error: TransferError? { if case .failure(let error) = self { error } else { nil } }
}

func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}

/// Runs a program; gives its standard output, or nil if it is not there or failed.
func run(_ program: String, _ arguments: [String], input: [UInt8]? = nil) -> [UInt8]? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  let source = Pipe()
  process.standardInput = source
  guard (try? process.run()) != nil else { return nil }
  if let input {
    Thread.detachNewThread {
      try? source.fileHandleForWriting.write(contentsOf: Data(input))
      try? source.fileHandleForWriting.close()
    }
  } else {
    try? source.fileHandleForWriting.close()
  }
  let bytes = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? Array(bytes) : nil
}
