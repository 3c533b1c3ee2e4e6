import Catalogue
import Citations
import Glibc
import Library
import Threads

// How fast the reports of a store are read, and read and written in each format; see `run`. One line of JSON.

guard CommandLine.arguments.count == 2 else {
  print("usage: export-rates STORE")
  exit(2)
}

do throws(LibraryError) {
  let library = try Library(path: CommandLine.arguments[1], now: { 0 })
  // Once for nothing, so that all find the file in memory.
  _ = try measure(library, nil)
  let reading = try measure(library, nil)
  var formats: [String] = []
  for format in RecordFormat.exported {
    let (seconds, bytes, _) = try measure(library, format)
    formats.append("\"\(format.rawValue)\": {\"seconds\": \(seconds), \"bytes\": \(bytes)}")
  }
  print(
    "{\"reports\": \(reading.reports), \"reading\": \(reading.seconds), \"formats\": {\(formats.joined(separator: ", "))}}"
  )
  library.stop()
} catch {
  print("export-rates: \(error)")
  exit(1)
}

/// The median of three times that all reports take of the processor, how many bytes are written, and how many reports there are.
func measure(_ library: Library, _ format: RecordFormat?) throws(LibraryError) -> (
  seconds: Double, bytes: Int, reports: Int
) {
  var times: [Double] = []
  var (bytes, reports) = (0, 0)
  for _ in 0..<3 {
    (bytes, reports) = (0, 0)
    let begun = processorSeconds()
    var export = try library.export("", since: nil)
    var writer = format?.writer(at: Timestamp(seconds: 0))
    while let items = try export.next() {
      var piece: [UInt8] = []
      piece.reserveCapacity(256 << 10)
      for case .report(let row) in items {
        reports += 1
        writer?.add(Citation(number: row.number, report: row.report), to: &piece)
      }
      bytes += piece.count
    }
    times.append(processorSeconds() - begun)
  }
  return (times.sorted()[1], bytes, reports)
}
