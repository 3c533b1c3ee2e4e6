import CMicroHTTPD
import ControlAPI

/// One request on its way.
///
/// Sendable, because it has one owner at a time: the epoll thread until the request is handed to the workers, they
/// while its connection is suspended, and the epoll thread again once it is resumed. `Workers` hands it over under
/// its lock.
final class Pending: @unchecked Sendable {
  private let connection: OpaquePointer
  var request: Request
  /// How much of the body has come, whether it was kept or not.
  var received = 0
  /// Why the request will not be worked on.
  var refusal: Problem?
  /// Whether all of the request has come.
  var isComplete = false
  var isSubmitted = false
  var response: Response?

  init(_ connection: OpaquePointer, _ request: Request) {
    self.connection = connection
    self.request = request
  }

  func suspend() { MHD_suspend_connection(connection) }
  func resume() { MHD_resume_connection(connection) }
}
