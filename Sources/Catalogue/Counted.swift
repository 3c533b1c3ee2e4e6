/// "1 record", "12 records": a number of things whose plural takes an s.
public func counted(_ number: some BinaryInteger, _ thing: String) -> String {
  "\(number) \(thing)\(number == 1 ? "" : "s")"
}
