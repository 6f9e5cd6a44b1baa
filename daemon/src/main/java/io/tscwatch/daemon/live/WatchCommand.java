package io.tscwatch.daemon.live;

import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.report.Paint;
import io.tscwatch.daemon.report.Terminal;
import io.tscwatch.daemon.status.JsonObject;
import io.tscwatch.daemon.status.StatusClient;
import io.tscwatch.daemon.watch.Signals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch watch}: what the daemon says, as it changes, until Ctrl-C. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows in a terminal what the daemon says, as it changes. Ctrl-C ends it.",
      "Where the output is no terminal it is printed once, as with --once."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:ended, as it was told to",
      "64:wrong use of the command line",
      "69:no daemon answers, at the start"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tscwatch watch", "  tscwatch watch --interval 5", "  tscwatch watch --once"})
public final class WatchCommand implements Callable<Integer> {

  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9742",
      description = "the daemon's address, http.listen of its settings (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://127.0.0.1:9742");

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "ask it so often, 1 to 3600 (default: ${DEFAULT-VALUE})")
  private int intervalSeconds = 1;

  @Option(names = "--once", description = "print it once, without taking the screen")
  private boolean once;

  @Spec private CommandSpec spec;

  /** More than the tallest screen shows. */
  private static final String LATEST = "/v1/history?since=365d&order=newest&limit=20";

  /**
   * What was heard last, and why nothing newer.
   *
   * @param latest events, the newest first; those of before if the history cannot be read
   */
  private record Heard(JsonObject status, List<JsonObject> latest, Optional<String> problem) {}

  @Override
  public Integer call() throws InterruptedException {
    if (intervalSeconds < 1 || intervalSeconds > 3600) {
      throw new ParameterException(spec.commandLine(), "--interval: a number from 1 to 3600");
    }
    DaemonAddress.check(url, spec.commandLine());
    Heard heard = ask(Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    if (once || !Terminal.isStdout()) {
      show(heard, new ScreenSize(120, 60)).forEach(out::println);
      out.flush();
      return 0;
    }
    Signals signals = Signals.take(signal -> {}, "INT", "TERM", "HUP", "WINCH");
    out.print(ENTER);
    try {
      watch(heard, signals, out);
    } finally {
      out.print(LEAVE);
      out.flush();
    }
    return 0;
  }

  private void watch(Heard first, Signals signals, PrintWriter out) throws InterruptedException {
    Heard heard = first;
    ScreenSize size = ScreenSize.ofTerminal();
    while (true) {
      out.print(HOME);
      // No line break after the last one: it would move all of them up.
      out.print(String.join(REST_OF_LINE + "\r\n", show(heard, size)));
      out.print(REST_OF_LINE + REST_OF_SCREEN);
      out.flush();
      Optional<String> signal = signals.next(intervalSeconds * 1000L);
      if (signal.isEmpty()) {
        heard = hear(heard);
      } else if (signal.get().equals("WINCH")) {
        size = ScreenSize.ofTerminal();
      } else {
        return;
      }
    }
  }

  private static List<String> show(Heard heard, ScreenSize size) {
    return WatchScreen.lines(
        heard.status(),
        heard.latest(),
        heard.problem(),
        size.columns(),
        size.rows(),
        Paint.forTerminal());
  }

  /** Asks again; what was said last stays on the screen if there is no answer. */
  private Heard hear(Heard before) {
    try {
      return ask(Optional.of(before));
    } catch (Failure e) {
      return new Heard(
          before.status(), before.latest(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Heard ask(Optional<Heard> before) {
    try {
      JsonObject status = JsonObject.parse(StatusClient.read(url));
      Optional<String> event = status.text("lastEventId");
      // Events come some times a day: the history is not read every second.
      boolean known = before.isPresent() && before.get().status().text("lastEventId").equals(event);
      return new Heard(status, known ? before.get().latest() : latest(), Optional.empty());
    } catch (IOException e) {
      throw new Failure(ExitCode.UNAVAILABLE, url + " answers, but not as tscwatch does");
    }
  }

  /** What happened last; nothing where nothing is remembered, which the status tells. */
  private List<JsonObject> latest() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      StatusClient.copy(url, LATEST, bytes);
    } catch (Failure e) {
      return List.of();
    }
    return JsonObject.parse(bytes.toByteArray()).objects("events");
  }
}
