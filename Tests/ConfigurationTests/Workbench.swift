import CatalogueFormats
import Configuration
import Foundation
import Sync

/// A configuration in a folder of its own, gone when the test is over.
final class Workbench {
  let folder: String

  init(_ main: String = "", catalogues: [String: String] = [:]) throws {
    folder = NSTemporaryDirectory() + "catalogued-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder + "/catalogues.d", withIntermediateDirectories: true)
    try Data(main.utf8).write(to: URL(fileURLWithPath: folder + "/catalogued.toml"))
    for (name, text) in catalogues {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/catalogues.d/\(name).toml"))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func load(_ environment: [String: String] = [:]) -> LoadedConfiguration {
    Configuration.load(
      path: folder + "/catalogued.toml", environment: environment,
      formats: ["oai-pmh", "csv", "table", "feed", "json", "kbart", "auto", "sitemap", "listing", "page"]
        + JSONPreset.all.map(\.name))
  }

  /// What is wrong, with the folder's name taken off.
  func complaints(_ environment: [String: String] = [:]) -> [String] {
    load(environment).problems.map { $0.description.replacingOccurrences(of: folder + "/", with: "") }
  }

  /// One catalogue with a right URL and these lines.
  static func catalogue(_ lines: String, environment: [String: String] = [:]) throws -> CatalogueSettings? {
    try Workbench(catalogues: ["a": "url = \"https://a.example/oai\"\n" + lines]).load(environment).catalogues
      .first
  }

  /// The complaints about one catalogue with a right URL in line 1 and these lines.
  static func complaints(_ lines: String, environment: [String: String] = [:]) throws -> [String] {
    try Workbench(catalogues: ["a": "url = \"https://a.example/oai\"\n" + lines]).complaints(environment)
      .map { $0.replacingOccurrences(of: "catalogues.d/a.toml:", with: "") }
  }
}
