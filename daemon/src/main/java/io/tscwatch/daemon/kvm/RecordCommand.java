package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.kvm.probe.HostProbe;
import io.tscwatch.checks.kvm.probe.MigrationProbe;
import io.tscwatch.checks.kvm.probe.RecordAnswer;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tscwatch kvm record}. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the record that a precise migration starts from: the host's TSC and time, and the"
          + " guest's TSC, frequency and kvmclock, of one instant, of a virtual machine made for it.",
      "With --continue, rehearses the destination's part: sets the clock and the TSC offset of a new"
          + " machine so that it goes on from another record, and writes its record."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the record was written",
      " 3:KVM could not be asked, or does not tell what a record needs",
      "64:wrong use of the command line",
      "65:the other record is not valid, or does not fit",
      "66:the other record cannot be read",
      "73:the record cannot be written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch kvm record > source.json",
      "  tscwatch kvm record --continue source.json --output destination.json"
    })
final class RecordCommand implements Callable<Integer> {

  @Option(
      names = "--continue",
      paramLabel = "FILE",
      description = "a record that the machine goes on from")
  private Optional<Path> source = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "where the record is written (default: standard output)")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "FILE",
      defaultValue = HostProbe.DEVICE,
      description = "the device (default: ${DEFAULT-VALUE})")
  private String device = HostProbe.DEVICE;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    RecordAnswer answer =
        source.isPresent()
            ? MigrationProbe.continueFrom(device, RecordFile.read(source.get()))
            : MigrationProbe.record(device);
    if (answer instanceof RecordAnswer.Recorded recorded) {
      write(RecordFile.text(recorded.record()));
      return 0;
    }
    if (answer instanceof RecordAnswer.Refused refused) {
      throw new Failure(
          ExitCode.INVALID_INPUT, Names.of(refused.why().kind()) + ": " + refused.why().sentence());
    }
    if (answer instanceof RecordAnswer.NotAsked notAsked) {
      throw new Failure(
          ExitCode.UNKNOWN, Names.of(notAsked.why().kind()) + ": " + notAsked.why().reason());
    }
    RecordAnswer.Unrecordable unrecordable = (RecordAnswer.Unrecordable) answer;
    throw new Failure(
        ExitCode.UNKNOWN, Names.of(unrecordable.kind()) + ": " + unrecordable.reason());
  }

  private void write(String text) {
    if (output.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(text);
      out.flush();
      return;
    }
    try {
      Files.writeString(output.get(), text + "\n");
    } catch (IOException e) {
      throw new Failure(ExitCode.CANNOT_WRITE, output.get() + ": cannot be written: " + e);
    }
  }
}
