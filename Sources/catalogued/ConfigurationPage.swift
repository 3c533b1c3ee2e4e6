import Configuration
import ControlAPI
import Manual

/// catalogued.toml(5): every key of the configuration, from the keys that read it.
enum ConfigurationPage {
  static let page = ManualPage(
    name: "catalogued.toml", section: 5,
    summary: "configuration of catalogued, and of the catalogues it mirrors",
    release: Release(version: Version.current, date: Version.date),
    synopsis: [
      [.italic("/etc/catalogued/catalogued.toml")], [.italic("/etc/catalogued/catalogues.d/NAME.toml")],
    ],
    sections: [
      .init("DESCRIPTION", [.text(description)]),
      .init("CATALOGUED.TOML", [.text("These hold for the daemon.")] + keys(.daemon)),
      .init(
        "CATALOGUES.D/NAME.TOML",
        [.text("These hold for one catalogue, which is called as its file is.")] + keys(.catalogue)),
      .init("EXAMPLES", [.text("A catalogue's file:"), .code(example)]),
      .init(
        "FILES",
        [
          .list([
            .init([.bold("/etc/catalogued/catalogued.toml")], [.text("The daemon's file.")]),
            .init([.bold("/etc/catalogued/catalogues.d/*.toml")], [.text("A file for each catalogue.")]),
            .init(
              [.bold("/usr/local/share/doc/catalogued/examples/")],
              [.text("Annotated examples of each kind of catalogue, with every key.")]),
          ])
        ]),
      ManualPage.seeAlso(["catalogued(8)", "cataloguectl(1)"]),
    ])

  private static let description = """
    Both files are TOML. catalogued.toml is looked for in /etc/catalogued, or in $XDG_CONFIG_HOME/catalogued for who is not
    root; every key of it may be left out, and so may the file. The folder catalogues.d stands beside it, with a file for
    each catalogue.

    A key that does not exist, or a value that cannot be, is an error with file, line and column:
    catalogued --check says all of them at once. A fault in a catalogue's file costs the others nothing; one in
    catalogued.toml refuses the start, and changes nothing at a reload (cataloguectl reload).

    Keys that may also stand in the table [defaults] of catalogued.toml hold for every catalogue whose own file does not
    say otherwise.
    """

  private static let example = [
    "title = \"World Bank Open Knowledge Repository\"",
    "url = \"https://openknowledge.worldbank.org/server/oai/request\"",
    "format = \"oai-pmh\"",
    "interval = \"6h\"",
  ]

  private static func keys(_ file: KeyReference.File) -> [ManualPage.Block] {
    let all = KeyReference.all.filter { $0.file == file }
    func items(_ table: [String]) -> [ManualPage.Item] {
      all.filter { $0.table == table }.map { key in
        let parts = items(table + [key.name])
        return ManualPage.Item(
          [.bold(key.name)],
          [.text(key.help), .text(facts(key))] + (parts.isEmpty ? [] : [.list(parts)]))
      }
    }
    return [.list(items([]))]
  }

  private static func facts(_ key: KeyReference) -> String {
    var text = "Takes \(key.takes)."
    if let standard = key.standard, standard != "[]" { text += " Without it: \(standard)." }
    if key.isShared, key.table.isEmpty { text += " May stand in [defaults]." }
    return text
  }
}
