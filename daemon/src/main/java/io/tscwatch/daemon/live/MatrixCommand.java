package io.tscwatch.daemon.live;

import io.tscwatch.daemon.status.StatusClient;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tscwatch matrix}: the bounds of every pair, as the daemon knows them. */
@Command(
    name = "matrix",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the proven bounds of every pair of CPUs, as the daemon knows them now.",
      "For a measurement of its own: tscwatch check --format csv."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:printed",
      " 3:nothing has been measured yet",
      "64:wrong use of the command line",
      "69:no daemon answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tscwatch matrix", "  tscwatch matrix --format svg"})
public final class MatrixCommand implements Callable<Integer> {

  /** How it is printed. */
  enum Format {
    text,
    csv,
    svg
  }

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9742",
      description = "the daemon's address, http.listen of its settings (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://127.0.0.1:9742");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, csv for programs, or svg for a picture (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    DaemonAddress.check(url, spec.commandLine());
    StatusClient.copy(url, "/v1/matrix?format=" + format.name(), System.out);
    return 0;
  }
}
