import Configuration
import Glibc

// Signals are waited for in one place; every thread that is started from here on leaves them alone.
let signals = Signals()
limitHeaps()

let environment = Environment.all()
let manager = ServiceManager(environment)
for variable in ServiceManager.variables { unsetenv(variable) }
var arguments: Arguments
do throws(Arguments.UsageError) {
  arguments = try Arguments(CommandLine.arguments.dropFirst())
} catch {
  StandardError.write("catalogued: \(error.message)\n")
  exit(2)
}

switch arguments.action {
case .help:
  print(Arguments.help)
  exit(0)
case .version:
  print("catalogued \(Program.version)")
  exit(0)
case .check: exit(Program.check(arguments, environment))
case .serve: exit(Program.serve(arguments, environment, signals, manager))
case .restore(let path): exit(Restoring.restore(path, arguments, environment))
case .salvage(let path): exit(Restoring.salvage(path, arguments, environment))
case .demo: exit(Demo.run(arguments, environment, signals))
}
