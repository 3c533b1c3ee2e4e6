import Glibc

signal(SIGPIPE, SIG_DFL)  // `cataloguectl search … | head` ends quietly
exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())).rawValue)
