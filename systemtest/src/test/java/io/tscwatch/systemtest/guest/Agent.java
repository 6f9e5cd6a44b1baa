package io.tscwatch.systemtest.guest;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The host's end of {@code image/guest/usr/local/sbin/systemtest-agent}, whose head states the
 * lines that go to and fro. One command at a time; not safe for use by several threads.
 */
public final class Agent {

  /** What a command may take beyond its own limit: being killed, and its output on the way. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final String END = "end of file";

  private final OutputStream toGuest;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private int commands;

  /** Reads on a thread of its own until the guest's end closes. */
  public Agent(InputStream fromGuest, OutputStream toGuest) {
    this.toGuest = toGuest;
    Thread reader = new Thread(() -> read(fromGuest), "systemtest-agent");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream fromGuest) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fromGuest, StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(END + ": " + e);
    }
    lines.add(END);
  }

  /** Waits until the agent in the guest says that it is there. */
  public void awaitReady(Duration limit) throws InterruptedException {
    String line = next(System.nanoTime() + limit.toNanos(), "the guest to boot");
    if (!line.equals("ready")) {
      throw new IllegalStateException("instead of \"ready\" the guest said: " + line);
    }
  }

  /**
   * Runs a script with bash in the guest and waits for its end.
   *
   * @param script as many lines as wanted
   * @param limit in whole seconds, after which it is ended with exit code 124
   */
  public Answer run(String script, Duration limit) throws InterruptedException {
    String number = Integer.toString(++commands);
    long start = System.nanoTime();
    send(
        number
            + " "
            + limit.toSeconds()
            + " "
            + HexFormat.of().formatHex(script.getBytes(StandardCharsets.UTF_8)));
    long deadline = start + limit.plus(GRACE).toNanos();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    while (true) {
      String line = next(deadline, "the end of: " + script);
      String[] words = line.split(" ", 3);
      if (words.length != 3 || !words[1].equals(number)) {
        throw new IllegalStateException("the guest's agent said: " + line);
      }
      switch (words[0]) {
        case "out" -> output.writeBytes(HexFormat.of().parseHex(words[2]));
        case "err" -> errors.writeBytes(HexFormat.of().parseHex(words[2]));
        case "exit" -> {
          return new Answer(
              Integer.parseInt(words[2]),
              output.toString(StandardCharsets.UTF_8),
              errors.toString(StandardCharsets.UTF_8),
              Duration.ofNanos(System.nanoTime() - start));
        }
        default -> throw new IllegalStateException("the guest's agent said: " + line);
      }
    }
  }

  private void send(String line) {
    try {
      toGuest.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      toGuest.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the guest is gone", e);
    }
  }

  private String next(long deadlineNanos, String what) throws InterruptedException {
    String line = lines.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw new IllegalStateException("waited in vain for " + what);
    }
    if (line.startsWith(END)) {
      throw new IllegalStateException("the guest ended while waiting for " + what);
    }
    return line;
  }
}
