package io.tscwatch.systemtest.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The C kernel with a fault in it, {@code image/planted.c}, compiled here and put into a guest. */
public final class PlantedKernel {

  /** Where the guest has it. */
  public static final String FILE = "/run/systemtest/libtscwatch_kernel.so";

  /** Where the installed one is. */
  public static final String INSTALLED = "/usr/lib/tscwatch/native/libtscwatch_kernel.so";

  private static final String FAULT = "/run/systemtest/fault";
  private static final Path SOURCES = Path.of("../checks/src/main/c");

  private final Guest guest;

  private PlantedKernel(Guest guest) {
    this.guest = guest;
  }

  /** Puts it there; nothing is planted yet, and nobody uses it yet. */
  public static PlantedKernel in(Guest guest) throws IOException, InterruptedException {
    guest.succeed(
        "mkdir -p /run/systemtest; base64 --decode >%s <<'END'\n%s\nEND"
            .formatted(
                FILE, Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(compiled())));
    return new PlantedKernel(guest);
  }

  private static byte[] compiled() throws IOException, InterruptedException {
    Path library = Images.workFolder().resolve("planted.so");
    Process compiler =
        new ProcessBuilder(
                List.of(
                    "cc",
                    "-O2",
                    "-std=gnu11",
                    "-fPIC",
                    "-shared",
                    "-pthread",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-fvisibility=hidden",
                    "-s",
                    "-I" + SOURCES,
                    "-o",
                    library.toString(),
                    "image/planted.c",
                    SOURCES.resolve("tscwatch_clock.c").toString(),
                    SOURCES.resolve("tscwatch_kvm.c").toString(),
                    "-ldl"))
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), Guest.CHARSET);
    if (compiler.waitFor() != 0) {
      throw new IllegalStateException("image/planted.c does not compile:\n" + said);
    }
    return Files.readAllBytes(library);
  }

  /** From the next exchange on the counter of that CPU is read so many cycles ahead. */
  public void plant(int cpu, long cycles) throws InterruptedException {
    // Renamed into its place: it is there as a whole or not at all.
    guest.succeed("echo %d %d >%s.new && mv %s.new %s".formatted(cpu, cycles, FAULT, FAULT, FAULT));
  }

  /** From the next exchange on all counters are read as they are. */
  public void heal() throws InterruptedException {
    guest.succeed("rm -f " + FAULT);
  }
}
