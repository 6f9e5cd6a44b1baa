package io.tscwatch.systemtest.guest;

import io.tscwatch.systemtest.report.Spending;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running guest. Scenarios take one from {@link Guests}:
 *
 * <pre>{@code
 * Guest guest = Guests.on(GuestMachine.USUAL);
 * String release = guest.succeed("uname -r");
 * }</pre>
 *
 * Not safe for use by several threads.
 */
public final class Guest implements AutoCloseable {

  static final Charset CHARSET = StandardCharsets.UTF_8;

  /** Fifteen times what it takes on an idle machine of two CPUs. */
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(5);

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Process qemu;
  private final Agent agent;
  private final Path console;

  private Guest(Process qemu, Path console) {
    this.qemu = qemu;
    this.console = console;
    this.agent = new Agent(qemu.getInputStream(), qemu.getOutputStream());
  }

  /** Boots a machine and waits until it takes commands; services may still be starting. */
  static Guest boot(GuestMachine machine) throws IOException, InterruptedException {
    Path images = Images.folder();
    Path logs = Files.createDirectories(Images.workFolder().resolve("logs"));
    Path console = logs.resolve("console-" + machine.cpus() + "-CPUs.log");
    Process qemu =
        new ProcessBuilder(commandLine(machine, images, console))
            .redirectError(logs.resolve("qemu-" + machine.cpus() + "-CPUs.log").toFile())
            .start();
    Guest guest = new Guest(qemu, console);
    try {
      guest.agent.awaitReady(BOOT_LIMIT);
      return guest;
    } catch (RuntimeException | InterruptedException e) {
      guest.close();
      throw new IllegalStateException("no boot; the console said:\n" + guest.console(), e);
    }
  }

  private static List<String> commandLine(GuestMachine machine, Path images, Path console) {
    List<String> parameters =
        new ArrayList<>(List.of("root=/dev/vda", "rw", "console=ttyS0", "loglevel=4", "panic=-1"));
    // Nobody looks at what systemd starts, and an emulated serial line is slow.
    parameters.add("systemd.show_status=0");
    // Page tables of their own for the kernel would empty the emulator's TLB twice a system call.
    parameters.add("mitigations=off");
    parameters.addAll(machine.kernelParameters());
    // However this JVM ends: the kernel kills the machine as soon as the thread that started it is
    // gone (PR_SET_PDEATHSIG). Tests run on the thread that lasts as long as the JVM.
    List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    command.addAll(List.of("qemu-system-x86_64", "-accel"));
    // One thread a CPU: with one for all of them no two CPUs would ever run at the same time.
    command.add("tcg,thread=multi");
    command.addAll(List.of("-machine", "pc", "-cpu", machine.cpuModel(), "-m", "1536"));
    command.add("-smp");
    command.add(
        machine.cpus()
            + ",sockets="
            + machine.sockets()
            + ",cores="
            + machine.cores()
            + ",threads=1");
    command.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
    command.addAll(List.of("-kernel", images.resolve("kernel").toString()));
    command.addAll(List.of("-initrd", images.resolve("initrd").toString()));
    command.addAll(List.of("-append", String.join(" ", parameters)));
    // snapshot: what a guest writes goes to a file that has no name any more.
    command.add("-drive");
    command.add(
        "file=" + images.resolve(machine.disk().fileName()) + ",if=virtio,format=raw,snapshot=on");
    command.addAll(List.of("-serial", "file:" + console, "-device", "virtio-serial-pci"));
    command.addAll(List.of("-chardev", "stdio,id=agent,signal=off"));
    command.addAll(List.of("-device", "virtserialport,chardev=agent,name=systemtest"));
    return command;
  }

  /** Runs a script with bash, which may take two minutes. */
  public Answer run(String script) throws InterruptedException {
    return run(script, COMMAND_LIMIT);
  }

  /** Runs a script with bash, which is ended with exit code 124 when its time is up. */
  public Answer run(String script, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    try {
      return agent.run(script, limit);
    } finally {
      Spending.add("commands in guests", start);
    }
  }

  /** The output of a script whose exit code has to be 0, without the line feed at its end. */
  public String succeed(String script) throws InterruptedException {
    Answer answer = run(script);
    if (answer.exitCode() != 0) {
      throw new AssertionError(script + "\n" + answer);
    }
    return answer.text();
  }

  /** What kernel and programs have written on the serial console, from the boot on. */
  public String console() {
    try {
      return Files.readString(console, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "nothing that can be read: " + e;
    }
  }

  /** Pulls the plug. */
  @Override
  public void close() {
    qemu.destroy();
    try {
      if (!qemu.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        qemu.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      qemu.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
