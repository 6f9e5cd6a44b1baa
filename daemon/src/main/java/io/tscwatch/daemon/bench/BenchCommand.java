package io.tscwatch.daemon.bench;

import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import picocli.CommandLine.Command;

/**
 * {@code tscwatch bench} where there is no laboratory. It is part of the source tree and not of the
 * package: it keeps every CPU busy for minutes, plants faults and brings a benchmark harness, none
 * of which belongs on a machine that has work to do. In the tree the launcher runs it instead.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what the README claims on this machine, beside the alternatives, and writes a"
          + " report.",
      "",
      "Part of the source tree only: it keeps all CPUs busy for about a quarter of an hour, which"
          + " is nothing for a machine that has work to do."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:every figure meets its goal",
      " 1:a figure falls short; the report says which",
      "64:wrong use of the command line",
      "69:there is no laboratory here"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch bench --help",
      "  ./tscwatch bench --help   in a clone of the source tree: the laboratory's own options"
    })
public final class BenchCommand implements Runnable {

  @Override
  public void run() {
    throw new Failure(
        ExitCode.UNAVAILABLE,
        "the laboratory is part of the source tree, for it keeps all CPUs busy for minutes. In a"
            + " clone: ./tscwatch bench");
  }
}
