extension Command {
  static let watch = Command(
    name: "watch", takes: [.any(.catalogue, upTo: 1000)],
    help: "Shows what happens, in all catalogues or those named, until Ctrl-C.",
    details: """
      On a terminal the runs that go on are drawn below what has happened; in a pipe each thing that
      happens is a line, and each run's progress one every 10 s. A daemon that is started again is waited
      for, and what happened meanwhile is told. Ctrl-C ends it with 0.

      --json prints each event as it comes, a line each: {"event": TYPE, "id": ID, "data": DOCUMENT}.
      The types: run (a run as in /v1/runs/ID), catalogue (the name of one whose standing has changed),
      changes (the change log's last number), reset (something was missed: ask for all anew). There may
      be others one day.
      """,
    examples: ["cataloguectl watch", "cataloguectl watch zenodo polar", "cataloguectl watch --json"]
  ) { context throws(Failure) in
    try Watch(context).run()
  }
}
