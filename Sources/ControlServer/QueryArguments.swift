import CMicroHTTPD
import ControlAPI

/// The arguments of a request's query that routes know.
struct QueryArguments {
  private(set) var values: [String: String] = [:]
  /// One that is given twice: nobody can tell which is meant.
  private var repeated: String?

  init(_ connection: OpaquePointer) {
    withUnsafeMutablePointer(to: &self) { arguments in
      catalogued_mhd_each_argument(
        connection,
        { arguments, _, name, value in
          guard let name, let arguments = arguments?.assumingMemoryBound(to: QueryArguments.self) else {
            return .YES
          }
          arguments.pointee.take(String(cString: name).lowercased(), value.map { String(cString: $0) } ?? "")
          return .YES
        }, arguments)
    }
  }

  private mutating func take(_ name: String, _ value: String) {
    guard Router.arguments.contains(name) else { return }
    if values.updateValue(value, forKey: name) != nil { repeated = name }
  }

  /// Why a request with them is not answered.
  var refusal: Problem? { repeated.map { .badHead("\($0) is given more than once.") } }
}
