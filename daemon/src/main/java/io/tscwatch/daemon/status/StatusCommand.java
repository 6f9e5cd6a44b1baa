package io.tscwatch.daemon.status;

import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.report.Paint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch status}: prints what the daemon says, and exits with its verdict. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks the daemon whether the TSC can be trusted; measures nothing itself.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:reliable",
      " 1:reliable, with warnings",
      " 2:unreliable: a fault is proven",
      " 3:unknown: too little evidence, too old, or none yet",
      "64:wrong use of the command line",
      "69:no daemon answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch status",
      "  tscwatch status --format json",
      "  tscwatch status --url http://127.0.0.1:9743"
    })
public final class StatusCommand implements Callable<Integer> {

  private static final String FORMAT = "tscwatch-status/";

  /** How a status is printed. */
  enum Format {
    text,
    json
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
      description = "text, or json for all that the daemon knows (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--url: not an address such as http://127.0.0.1:9742: " + url);
    }
    byte[] bytes = StatusClient.read(url);
    JsonObject status = parse(bytes);
    Verdict verdict =
        Stream.of(Verdict.values())
            .filter(v -> status.text("verdict").orElse("").equals(v.name()))
            .findFirst()
            .orElseThrow(() -> notOurs("it has no verdict"));
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> StatusText.lines(status, verdict, Paint.forTerminal()).forEach(out::println);
      case json -> out.println(new String(bytes, StandardCharsets.UTF_8));
    }
    out.flush();
    return ExitCode.of(verdict, status.flag("warnings"));
  }

  private JsonObject parse(byte[] bytes) {
    try {
      JsonObject status = JsonObject.parse(bytes);
      if (status.text("format").orElse("").startsWith(FORMAT)) {
        return status;
      }
      throw notOurs("it has no format " + FORMAT);
    } catch (IOException e) {
      throw notOurs("it is no JSON");
    }
  }

  private Failure notOurs(String why) {
    return new Failure(ExitCode.UNAVAILABLE, url + " answers, but not as tscwatch does: " + why);
  }
}
