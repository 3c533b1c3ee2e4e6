import ControlAPI
import Library
import Reconciliation

extension ValueInfo {
  init(_ item: FieldItem) {
    // Nothing in an item can fail to be written.
    let value = (try? JSON.encode(item)).flatMap { try? JSON.decode(JSONValue.self, from: $0) }
    self.init(value: value ?? .null, text: item.printed)
  }

  /// The items of a value: none for the empty one, one for a single value.
  static func list(_ value: FieldValue) -> [ValueInfo] { value.items.map { ValueInfo($0) } }
}
