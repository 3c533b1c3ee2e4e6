import Catalogue
import Testing

@Suite("Names are taken apart where their parts can be told")
struct NameTests {
  /// Given, particle, family, suffix, with "|" between; "-" for none.
  private func shown(_ name: Name) -> String {
    [name.given, name.particle, name.family, name.suffix].map { $0 ?? "-" }.joined(separator: "|")
  }

  @Test(
    "names of persons",
    arguments: [
      ("Marcel de Haas", "Marcel|de|Haas|-"), ("Haas, Marcel de", "Marcel|de|Haas|-"),
      ("Nguyễn Văn A", "Văn A|-|Nguyễn|-"), ("Trần Thị Minh Hà", "Thị Minh Hà|-|Trần|-"),
      ("Viet Nguyen", "Viet|-|Nguyen|-"),
      ("de Haas, Marcel", "Marcel|de|Haas|-"),
      ("Frans-Paul van der Putten", "Frans-Paul|van der|Putten|-"),
      ("van der Putten, Frans-Paul", "Frans-Paul|van der|Putten|-"),
      ("Putten, Frans-Paul van der", "Frans-Paul|van der|Putten|-"),
      ("de Souza, Ana Maria", "Ana Maria|de|Souza|-"),
      ("de Souza", "-|de|Souza|-"), ("John Smith", "John|-|Smith|-"), ("Smith, John", "John|-|Smith|-"),
      ("Smith, J. A.", "J. A.|-|Smith|-"), ("J.A. Smith", "J.A.|-|Smith|-"), ("Smith JA", "JA|-|Smith|-"),
      ("Smith J.", "J.|-|Smith|-"),
      ("Mohammed al-Rashid", "Mohammed|al-|Rashid|-"), ("al-Rashid, Mohammed", "Mohammed|al-|Rashid|-"),
      ("Khalid bin Salman", "Khalid|bin|Salman|-"), ("Sinead O'Neill", "Sinead|-|O'Neill|-"),
      ("O’Neill, Sinead", "Sinead|-|O’Neill|-"),
      ("King, Martin Luther, Jr.", "Martin Luther|-|King|Jr."),
      ("King, Jr., Martin Luther", "Martin Luther|-|King|Jr."),
      ("King Jr., Martin Luther", "Martin Luther|-|King|Jr."),
      ("Martin Luther King Jr.", "Martin Luther|-|King|Jr."),
      ("King, Martin Luther III", "Martin Luther|-|King|III"),
      ("Martin Luther King, Jr.", "Martin Luther|-|King|Jr."),
      ("Valéry Giscard d'Estaing", "Valéry Giscard|d'|Estaing|-"),
      ("José Ortega y Gasset", "José|-|Ortega y Gasset|-"),
      ("Juan Carlos de la Cruz Gómez", "Juan Carlos|de la|Cruz Gómez|-"),
      ("John Van Buren", "John|-|Van Buren|-"),
      ("Dr. Jane Smith", "Jane|-|Smith|-"), ("Jean DUPONT", "Jean|-|DUPONT|-"),
      ("DUPONT Jean", "Jean|-|DUPONT|-"),
      ("Smith, John, 1950-", "John|-|Smith|-"), ("Bank, John", "John|-|Bank|-"),
      ("Иванов, Иван", "Иван|-|Иванов|-"),
      ("Иванов Иван Иванович", "Иван Иванович|-|Иванов|-"), ("Иван Иванов", "Иван|-|Иванов|-"),
      ("Иванов И. И.", "И. И.|-|Иванов|-"),
      ("王小明", "小明|-|王|-"), ("王, 小明", "小明|-|王|-"), ("王 小明", "小明|-|王|-"), ("山田　太郎", "太郎|-|山田|-"),
      ("欧阳文山", "文山|-|欧阳|-"), ("김철수", "철수|-|김|-"), ("Ludwig van Beethoven", "Ludwig|van|Beethoven|-"),
      ("in 't Veld, Sophie", "Sophie|-|in 't Veld|-"), ("Müller, Jürgen", "Jürgen|-|Müller|-"),
      ("Smith,John", "John|-|Smith|-"),
      ("Garcia Lopez, Maria Jose", "Maria Jose|-|Garcia Lopez|-"), ("Vries, Gerrit de", "Gerrit|de|Vries|-"),
      ("Lee Kuan Yew", "Lee Kuan|-|Yew|-"),
      ("Kim Jong-un", "Jong-un|-|Kim|-"), ("Ban Ki-moon", "Ki-moon|-|Ban|-"),
      ("Kim Smith-Jones", "Kim|-|Smith-Jones|-"), ("Jean-pierre Kim", "Jean-pierre|-|Kim|-"),
      ("  Smith, John ", "John|-|Smith|-"),
    ])
  func persons(printed: String, expected: String) {
    #expect(shown(Name.parse(printed)) == expected)
  }

  @Test(
    "names whose parts cannot be told",
    arguments: [
      "", " ", ",", ", ,", "Suharto", "World Bank", "FAO", "Clingendael Institute", "Ministry of Finance",
      "山田太郎", "高橋誠一郎",
      "Friends of Europe", "محمد علي", "😀", "Smith,", ", John", "123", "A B C D E F G H I", "et al.",
      "\u{202E}",
      String(repeating: "a ", count: 50_000), String(repeating: ",", count: 5000), "- -", "van", "de la",
    ])
  func unknown(printed: String) {
    let name = Name.parse(printed)
    #expect(name.given == nil || printed == "- -")
    #expect(name.printed.utf8.count <= printed.utf8.count)
  }

  @Test("a particle is read with its family name")
  func fullFamily() {
    #expect(Name.parse("Putten, Frans-Paul van der").fullFamily == "van der Putten")
    #expect(Name.parse("Mohammed al-Rashid").fullFamily == "al-Rashid")
    #expect(Name.parse("Valéry Giscard d'Estaing").fullFamily == "d'Estaing")
    #expect(Name.parse("Suharto").fullFamily == nil)
  }
}

@Suite("Contributors are read from one element")
struct ContributorTests {
  /// "Printed name/role/kind@affiliation", one after the other.
  private func shown(_ list: [Contributor]) -> [String] {
    list.map { "\($0.name.printed)/\($0.role)/\($0.kind)" + ($0.affiliation.map { "@" + $0 } ?? "") }
  }

  @Test(
    "forms of elements",
    arguments: [
      ("Marcel de Haas (Editor)", ["Marcel de Haas/editor/person"]),
      ("Marcel de Haas", ["Marcel de Haas/author/person"]),
      ("Frans-Paul van der Putten", ["Frans-Paul van der Putten/author/person"]),
      ("Clingendael Institute", ["Clingendael Institute/author/corporate"]),
      ("Smith, J.; Doe, A.", ["Smith, J./author/person", "Doe, A./author/person"]),
      ("Smith, J.;Doe, A.;", ["Smith, J./author/person", "Doe, A./author/person"]),
      ("Haas, Marcel de; Clingendael Institute", ["Haas, Marcel de/author/person@Clingendael Institute"]),
      (
        "Jane Smith; Department of Law, University of X",
        ["Jane Smith/author/person@Department of Law, University of X"]
      ),
      (
        "Jane Smith; Univ. of X; Doe, A.; FAO",
        ["Jane Smith/author/person@Univ. of X", "Doe, A./author/person@FAO"]
      ),
      (
        "FAO; World Health Organization",
        ["FAO/author/corporate", "World Health Organization/author/corporate"]
      ),
      ("Haas, Marcel de (ed.)", ["Haas, Marcel de/editor/person"]),
      ("Haas, Marcel de, ed.", ["Haas, Marcel de/editor/person"]),
      ("Haas, Marcel de [ed.]", ["Haas, Marcel de/editor/person"]),
      ("Marcel de Haas, editor", ["Marcel de Haas/editor/person"]),
      ("A. Lee; B. Roe (Eds.)", ["A. Lee/editor/person", "B. Roe/editor/person"]),
      ("A. Lee; B. Roe (ed.)", ["A. Lee/author/person", "B. Roe/editor/person"]),
      ("Müller, Hans (Hrsg.)", ["Müller, Hans/editor/person"]),
      ("Müller, Hans, Hrsg.", ["Müller, Hans/editor/person"]),
      ("Dupont, Jean (dir.)", ["Dupont, Jean/editor/person"]),
      ("Dupont, Jean (éd.)", ["Dupont, Jean/editor/person"]),
      ("Vries, Gerrit de (red.)", ["Vries, Gerrit de/editor/person"]),
      ("Smith, John (translator)", ["Smith, John/translator/person"]),
      ("Smith, John (trad.)", ["Smith, John/translator/person"]),
      ("Smith, John (ed. and trans.)", ["Smith, John/editor/person"]),
      ("Edited by Marcel de Haas", ["Marcel de Haas/editor/person"]),
      ("Edited by Ann Lee and Bob Roe", ["Ann Lee/editor/person", "Bob Roe/editor/person"]),
      ("Miliband, Ed", ["Miliband, Ed/author/person"]), ("Smith, John, Ed.", ["Smith, John/editor/person"]),
      ("Ann Lee and Bob Roe", ["Ann Lee/author/person", "Bob Roe/author/person"]),
      (
        "Ann Lee, Bob Roe and Cy Doe",
        ["Ann Lee/author/person", "Bob Roe/author/person", "Cy Doe/author/person"]
      ),
      (
        "Haas, M. de & Putten, F.P. van der",
        ["Haas, M. de/author/person", "Putten, F.P. van der/author/person"]
      ),
      (
        "Haas, M. de, and Putten, F.P. van der",
        ["Haas, M. de/author/person", "Putten, F.P. van der/author/person"]
      ),
      (
        "de Haas, M., van der Putten, F.P.",
        ["de Haas, M./author/person", "van der Putten, F.P./author/person"]
      ),
      ("Lee, Ann, Roe, Bob", ["Lee, Ann, Roe, Bob/author/unknown"]),
      (
        "International Monetary Fund. African Dept.",
        ["International Monetary Fund. African Dept./author/corporate"]
      ),
      ("OECD Publishing", ["OECD Publishing/author/corporate"]),
      ("Ernst & Young", ["Ernst & Young/author/unknown"]),
      ("Johnson and Johnson", ["Johnson and Johnson/author/unknown"]),
      ("Bill and Melinda Gates Foundation", ["Bill and Melinda Gates Foundation/author/corporate"]),
      (
        "Food and Agriculture Organization of the United Nations (FAO)",
        ["Food and Agriculture Organization of the United Nations (FAO)/author/corporate"]
      ),
      ("John Smith (World Bank)", ["John Smith/author/person@World Bank"]),
      ("World Bank", ["World Bank/author/corporate"]), ("UNESCO/IOC", ["UNESCO/IOC/author/corporate"]),
      ("Ministère de l'Économie", ["Ministère de l'Économie/author/corporate"]),
      ("Umweltbundesamt", ["Umweltbundesamt/author/corporate"]),
      ("Forschungszentrum Jülich", ["Forschungszentrum Jülich/author/corporate"]),
      ("Brazil, Ministry of Health", ["Brazil, Ministry of Health/author/corporate"]),
      ("Stiftung Wissenschaft und Politik", ["Stiftung Wissenschaft und Politik/author/corporate"]),
      ("Банк России", ["Банк России/author/corporate"]), ("东京大学", ["东京大学/author/corporate"]),
      ("Suharto", ["Suharto/author/unknown"]), ("Bank, John", ["Bank, John/author/person"]),
      ("Clingendael Institute (Editor)", ["Clingendael Institute/editor/corporate"]),
      ("Smith &amp; Co", ["Smith &amp; Co/author/unknown"]),
      ("(ed.)", ["(ed.)/author/unknown"]), ("Smith, J.; (ed.)", ["Smith, J./editor/person"]),
      ("Smith, John, 1950-", ["Smith, John, 1950-/author/person"]), ("", []), ("  ", []), (";;", []),
    ])
  func elements(text: String, expected: [String]) {
    #expect(shown(Contributor.parse(text, role: .author)) == expected)
  }

  @Test("the element's role is kept where the name tells none")
  func givenRole() {
    #expect(Contributor.parse("Smith, J.", role: .contributor).map(\.role) == [.contributor])
    #expect(Contributor.parse("Smith, J. (ed.)", role: .contributor).map(\.role) == [.editor])
  }

  @Test(
    "hostile text is kept, and quickly read",
    arguments: [
      String(repeating: ";", count: 100_000), String(repeating: "(;", count: 50_000),
      String(repeating: "a;", count: 50_000),
      String(repeating: "A B and ", count: 10_000), String(repeating: "(", count: 100_000),
      String(repeating: "e\u{301}", count: 50_000),
      "\u{202E}evil (ed.)", "😀 👨‍👩‍👧 (ed.)", "עברית; ערבית", String(repeating: "x", count: 1_000_000), "&#59;;&",
      ") (", "[]", "()",
    ])
  func hostile(text: String) {
    let list = Contributor.parse(text, role: .author)
    #expect(list.count <= 10_001)
    #expect(list.allSatisfy { !$0.name.printed.isEmpty })
  }
}
