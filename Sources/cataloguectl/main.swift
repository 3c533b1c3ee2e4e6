import Glibc

signal(SIGPIPE, SIG_DFL)  // `cataloguectl search … | head` ends quietly
// What was closed for us must not become the daemon's socket: writing to it fails as it would have.
for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
  _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
}
exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())).rawValue)
