package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.kvm.guest.ClockDifference;
import io.tscwatch.checks.kvm.guest.GuestClockReader;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tscwatch kvm guest}. */
@Command(
    name = "guest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells what this guest's hypervisor says of the TSC, and whether that is justified: the"
          + " hypervisor and its features, the kvmclock page and its stable flag, the kvmclock"
          + " against CLOCK_BOOTTIME.",
      "Needs no privilege."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the promise is justified, rightly withheld, or not given by this hypervisor",
      " 1:withheld although the measurement is clean, or another warning",
      " 2:granted, and contradicted by the measurement",
      "64:wrong use of the command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tscwatch kvm guest", "  tscwatch kvm guest --format json"})
final class GuestCommand implements Callable<Integer> {

  /** Half a second of both clocks, which is long enough to see a clock that is being moved. */
  private static final int SAMPLES = 10;

  private static final long GAP_NANOS = 50_000_000;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    GuestReport report;
    try (Machine machine = new RealMachine()) {
      report = ask(machine, Measured.of(machine));
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

  static GuestReport ask(Machine machine, Measured measured) throws InterruptedException {
    CpuSet cpus = machine.affinity().toOptional().orElse(CpuSet.empty());
    Reading<List<ClockDifference>> differences =
        GuestClockReader.read(machine, cpus.isEmpty() ? 0 : cpus.first(), SAMPLES, GAP_NANOS);
    return new GuestReport(measured.report().facts(), differences, measured.sync());
  }
}
