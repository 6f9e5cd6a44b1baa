package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This host's name as the kernel has it, see uname(2): no name server is asked. */
final class HostName {

  private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String read() {
    try {
      return Files.readString(FILE, UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("/proc is not mounted", e);
    }
  }
}
