// swift-tools-version: 6.1
import PackageDescription

// The rooms stand in the order that data walks through them; README.md draws the house.

let package = Package(
  name: "catalogued",
  products: [
    .executable(name: "catalogued", targets: ["catalogued"]),
    .executable(name: "cataloguectl", targets: ["cataloguectl"]),
  ],
  targets: [
    // C libraries: a module map or a thin shim each, no logic.
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(name: "CXML", dependencies: ["CLibXML2"]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .target(name: "CTOML"),
    .target(name: "CSpawn"),
    .target(name: "CJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
    .target(name: "CMalloc"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // The rooms.
    .target(name: "Threads"),
    .target(name: "Catalogue"),
    .target(name: "CatalogueFormats", dependencies: ["Threads", "Catalogue", "CXML", "CJSON"]),
    .target(name: "Citations", dependencies: ["Catalogue"]),
    .target(name: "Reconciliation", dependencies: ["Catalogue"]),
    .target(name: "Transfer", dependencies: ["Threads", "CCurl", "CZlib", "CBrotli", "CZstd"]),
    .target(
      name: "Storage", dependencies: ["Threads", "Catalogue", "Reconciliation", "CSQLite", "CZstd"]),
    .target(
      name: "Library",
      dependencies: ["Threads", "Catalogue", "CatalogueFormats", "Reconciliation", "Storage", "CCrypto"]),
    .target(
      name: "Sync",
      dependencies: [
        "Threads", "Catalogue", "CatalogueFormats", "Transfer", "Library",
      ]),
    .target(
      name: "Notify", dependencies: ["Threads", "Catalogue", "ControlAPI", "Library", "Sync", "CSpawn"]),
    .target(
      name: "Configuration",
      dependencies: [
        "Catalogue", "CatalogueFormats", "Reconciliation", "Transfer", "Library", "Sync", "Notify",
        "ControlAPI", "ControlServer", "CTOML",
      ]),
    .target(name: "Manual", dependencies: ["Catalogue"]),
    .target(name: "ControlAPI", dependencies: ["Catalogue", "Citations", "CCrypto"]),
    .target(name: "ControlServer", dependencies: ["Threads", "ControlAPI", "Catalogue", "CMicroHTTPD"]),
    .target(name: "ControlClient", dependencies: ["ControlAPI", "Catalogue", "CCurl"]),
    .executableTarget(
      name: "catalogued",
      dependencies: [
        "Threads", "Catalogue", "CatalogueFormats", "Citations", "Reconciliation", "Transfer", "Library",
        "Sync", "Notify", "Configuration", "Manual", "ControlAPI", "ControlServer", "CMalloc",
      ]),
    .executableTarget(
      name: "cataloguectl",
      dependencies: ["ControlClient", "ControlAPI", "Citations", "Manual", "Reconciliation", "Catalogue"]),

    .executableTarget(
      name: "parse-rates", dependencies: ["CatalogueFormats", "Catalogue", "CXML", "CJSON"],
      path: "Tests/Benchmark/ParseRates"),

    .executableTarget(
      name: "export-rates", dependencies: ["Library", "Citations", "Catalogue", "Threads"],
      path: "Tests/Benchmark/ExportRates"),

    // Tests: one folder a room, and whole-system tests that run both programs.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "CatalogueTests", dependencies: ["Catalogue"]),
    .testTarget(
      name: "CatalogueFormatsTests", dependencies: ["CatalogueFormats", "Citations", "TestSupport"]),
    .testTarget(name: "CitationsTests", dependencies: ["Citations", "Catalogue", "TestSupport"]),
    .testTarget(name: "ReconciliationTests", dependencies: ["Reconciliation", "TestSupport"]),
    .testTarget(name: "TransferTests", dependencies: ["Transfer", "Threads", "TestSupport"]),
    .testTarget(name: "StorageTests", dependencies: ["Storage", "Threads", "TestSupport"]),
    .testTarget(
      name: "LibraryTests",
      dependencies: ["Library", "Reconciliation", "Storage", "CatalogueFormats", "TestSupport", "Threads"]),
    .testTarget(name: "SyncTests", dependencies: ["Sync", "TestSupport"]),
    .testTarget(
      name: "NotifyTests",
      dependencies: [
        "Notify", "Sync", "Library", "CatalogueFormats", "Transfer", "ControlAPI", "TestSupport",
      ]),
    .testTarget(name: "ManualTests", dependencies: ["Manual", "TestSupport"]),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "TestSupport"]),
    .testTarget(
      name: "ControlServerTests", dependencies: ["Threads", "ControlServer", "ControlClient", "TestSupport"]),
    .testTarget(
      name: "cataloguectlTests",
      dependencies: ["cataloguectl", "ControlClient", "ControlAPI", "Manual", "Catalogue", "TestSupport"]),
    .testTarget(
      name: "SystemTests",
      dependencies: [
        "catalogued", "cataloguectl", "Manual", "Configuration", "Sync", "Library", "Transfer", "ControlAPI",
        "Storage", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// libFuzzer's target, only where Tests/Fuzz/run asks for it: everything is built with its instrumentation then.
if Context.environment["CATALOGUED_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["CatalogueFormats"], path: "Tests/Fuzz",
      exclude: ["build", "run", "seeds"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
