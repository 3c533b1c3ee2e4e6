import CZlib
import CZstd

/// Packs bytes as a server would. `bits` as zlib takes them: 31 gzip, 15 zlib, -15 bare deflate.
func deflated(_ bytes: [UInt8], bits: Int32) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
  let count = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
      return output.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<count])
}

func gzipped(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, bits: 31) }

func zstandard(_ bytes: [UInt8]) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
  return Array(output[..<count])
}

/// "hello", in brotli's form for what was not worth compressing (RFC 7932, 9.2).
let brotliHello: [UInt8] = [0x0B, 0x02, 0x80] + Array("hello".utf8) + [0x03]
