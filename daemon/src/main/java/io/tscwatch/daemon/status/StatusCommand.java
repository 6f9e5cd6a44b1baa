package io.tscwatch.daemon.status;

import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.monitor.NagiosLine;
import io.tscwatch.daemon.monitor.ProblemMessage;
import io.tscwatch.daemon.monitor.PrometheusText;
import io.tscwatch.daemon.report.Paint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
      "   (--format npd: 0 reliable, 1 unreliable, 2 unknown, as node-problem-detector has them)",
      "64:wrong use of the command line",
      "69:no daemon answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch status",
      "  tscwatch status --format json",
      "  tscwatch status --format nagios",
      "  tscwatch status --url http://127.0.0.1:9743"
    })
public final class StatusCommand implements Callable<Integer> {

  private static final String FORMAT = "tscwatch-status/";

  /** How a status is printed. */
  enum Format {
    text,
    json,
    nagios,
    npd,
    prometheus
  }

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "the daemon's address, such as http://127.0.0.1:9742 (default: http.listen of its settings)")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the daemon's settings (default: /etc/tscwatch/tscwatch.yaml)")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, json for all that the daemon knows; nagios, npd (node-problem-detector) or"
              + " prometheus for monitoring (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    url.ifPresent(this::requireHttp);
    try {
      return told(StatusClient.read(url.isPresent() ? url.get() : DaemonAddress.of(config)));
    } catch (Failure failure) {
      return unknown(failure);
    }
  }

  private void requireHttp(URI given) {
    String scheme = Optional.ofNullable(given.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || given.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--url: not an address such as http://127.0.0.1:9742: " + given);
    }
  }

  private int told(byte[] bytes) {
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
      case nagios -> NagiosLine.lines(ToldStanding.of(status, verdict)).forEach(out::println);
      case npd -> out.println(ProblemMessage.of(ToldStanding.of(status, verdict)));
      case prometheus ->
          PrometheusText.lines(ToldStanding.of(status, verdict)).forEach(out::println);
    }
    out.flush();
    return format == Format.npd
        ? ProblemMessage.exitCode(verdict)
        : ExitCode.of(verdict, status.flag("warnings"));
  }

  /** A plugin that says nothing, or exits with a code it may not have, is taken for broken. */
  private int unknown(Failure failure) {
    PrintWriter out = spec.commandLine().getOut();
    String why = String.valueOf(failure.getMessage());
    switch (format) {
      case nagios -> out.println(NagiosLine.unknown(why));
      case npd -> out.println(ProblemMessage.unknown(why));
      default -> throw failure;
    }
    out.flush();
    return format == Format.npd ? ProblemMessage.UNKNOWN : ExitCode.UNKNOWN;
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
