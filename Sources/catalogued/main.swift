import Configuration
import Glibc
import Manual

// What a shell asks while a person types.
if CommandLine.arguments.dropFirst().first == CompletionScript.question {
  print(Program.description.complete(Array(CommandLine.arguments.dropFirst(2))).answer { [] })
  exit(0)
}

// Signals are waited for in one place; every thread that is started from here on leaves them alone.
let signals = Signals()
limitHeaps()
raiseDescriptorLimit()

let environment = Environment.all()
let manager = ServiceManager(environment)
for variable in ServiceManager.variables { unsetenv(variable) }
var arguments: Arguments
do throws(UsageError) {
  arguments = try Arguments(CommandLine.arguments.dropFirst())
} catch {
  StandardError.write("catalogued: \(error.message)\n")
  exit(2)
}

switch arguments.action {
case .help:
  print(Program.help)
  exit(0)
case .version:
  print("catalogued \(Program.version)")
  exit(0)
case .manual(let page):
  print(Roff.page(Program.page(page)), terminator: "")
  exit(0)
case .completion(let shell):
  print(CompletionScript.text(shell, program: Program.description.name), terminator: "")
  exit(0)
case .check: exit(Program.check(arguments, environment))
case .serve: exit(Program.serve(arguments, environment, signals, manager))
case .restore(let path): exit(Restoring.restore(path, arguments, environment))
case .salvage(let path): exit(Restoring.salvage(path, arguments, environment))
case .demo: exit(Demo.run(arguments, environment, signals))
}
