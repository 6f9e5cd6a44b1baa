package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.kvm.probe.HostProbe;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tscwatch kvm host}. */
@Command(
    name = "host",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks this host's KVM whether a guest that is created now gets a stable kvmclock.",
      "Makes a virtual machine of one page with two vCPUs that run to their halt, which takes a few"
          + " milliseconds. Needs to open /dev/kvm."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:granted and justified, rightly withheld, or there is no KVM to ask",
      " 1:withheld although the measurement is clean, or another warning",
      " 2:granted, and contradicted by the measurement",
      "64:wrong use of the command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tscwatch kvm host", "  tscwatch kvm host --format json"})
final class HostCommand implements Callable<Integer> {

  @Option(
      names = "--device",
      paramLabel = "FILE",
      defaultValue = HostProbe.DEVICE,
      description = "the device (default: ${DEFAULT-VALUE})")
  private String device = HostProbe.DEVICE;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HostReport report;
    try (Machine machine = new RealMachine()) {
      report = ask(machine, device, Measured.of(machine));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      JsonObject.print(out, report::write);
    } else {
      report.write(new Lines(out));
      out.flush();
    }
    return Measured.exitCode(report.findings());
  }

  static HostReport ask(Machine machine, String device, Measured measured) {
    return new HostReport(
        HostProbe.ask(device, machine.files()), measured.kernelSawBackwardTsc(), measured.sync());
  }
}
