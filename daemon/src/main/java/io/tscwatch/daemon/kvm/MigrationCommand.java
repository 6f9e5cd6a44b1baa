package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.kvm.migration.Migration;
import io.tscwatch.checks.kvm.migration.Migration.Continuity;
import io.tscwatch.checks.kvm.migration.MigrationAnswer;
import io.tscwatch.checks.kvm.migration.Refusal;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tscwatch kvm migration}. */
@Command(
    name = "migration",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes the KVM_VCPU_TSC_OFFSET that a guest needs on its destination, from a record of the"
          + " source and one of the destination after KVM_SET_CLOCK.",
      "With --after, the destination's record was taken after the offset was written: judges whether"
          + " the guest's TSC went on without a step."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the offset was computed; with --after: the TSC went on",
      " 2:with --after: the guest's TSC made a step",
      "64:wrong use of the command line",
      "65:a record is not valid, or the two give no answer",
      "66:a record cannot be read"
    },
    footerHeading = "%nA record is one JSON object:%n",
    footer = {
      "  {\"hostTscCycles\": \"9346125600000\", \"realtimeNanos\": \"1795356062000000000\",",
      "   \"guestTscCycles\": \"259614600000\", \"tscKilohertz\": 2596146,",
      "   \"kvmclockNanos\": \"100000000000\"}",
      "With a scaled TSC also tscScaleRatio and tscScaleFractionBits.",
      "",
      "Examples:",
      "  tscwatch kvm migration --from source.json --to destination.json",
      "  tscwatch kvm migration --from source.json --to destination.json --after --format json"
    })
final class MigrationCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "the source's record")
  private Path from = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "the destination's record")
  private Path to = Path.of("");

  @Option(names = "--after", description = "judge whether the guest's TSC went on")
  private boolean after;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    MigrationAnswer answer = Migration.between(RecordFile.read(from), RecordFile.read(to));
    if (answer instanceof MigrationAnswer.Refused refused) {
      refuse(refused.why());
      return ExitCode.INVALID_INPUT;
    }
    Migration migration = ((MigrationAnswer.Computed) answer).migration();
    if (format == Format.json) {
      json(migration);
    } else {
      text(migration);
    }
    return after && migration.continuity() != Continuity.CONTINUOUS ? ExitCode.UNRELIABLE : 0;
  }

  private void refuse(Refusal why) throws IOException {
    if (format == Format.json) {
      JsonObject.print(
          spec.commandLine().getOut(),
          json -> {
            json.writeStringField("refused", Names.of(why.kind()));
            json.writeStringField("sentence", why.sentence());
          });
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("tscwatch kvm migration: " + Names.of(why.kind()) + ": " + why.sentence());
    err.flush();
  }

  private void text(Migration migration) {
    PrintWriter out = spec.commandLine().getOut();
    Lines lines = new Lines(out);
    lines.title("KVM_VCPU_TSC_OFFSET of every vCPU: " + migration.offsetCycles());
    lines.fact(
        "elapsed", migration.elapsedNanos() + " ns, " + migration.elapsedCycles() + " cycles");
    lines.fact(
        "bound",
        migration.boundCycles()
            + " cycles ("
            + migration.arithmeticBoundCycles()
            + " for rounding, "
            + migration.frequencyBoundCycles()
            + " for a frequency in kHz)");
    if (after) {
      lines.fact(
          "guest TSC",
          Names.of(migration.continuity())
              + ": "
              + migration.errorCycles()
              + " cycles, "
              + migration.errorNanos()
              + " ns off"
              + (migration.wentBack() ? "; it is below its last value on the source" : ""));
    }
    out.flush();
  }

  private void json(Migration migration) throws IOException {
    JsonObject.print(
        spec.commandLine().getOut(),
        json -> {
          JsonObject.counter(json, "offsetCycles", migration.offsetCycles());
          JsonObject.counter(json, "elapsedNanos", migration.elapsedNanos());
          JsonObject.counter(json, "elapsedCycles", migration.elapsedCycles());
          json.writeNumberField("arithmeticBoundCycles", migration.arithmeticBoundCycles());
          JsonObject.counter(json, "frequencyBoundCycles", migration.frequencyBoundCycles());
          if (after) {
            json.writeStringField("continuity", Names.of(migration.continuity()));
            JsonObject.counter(json, "errorCycles", migration.errorCycles());
            JsonObject.counter(json, "errorNanos", migration.errorNanos());
            json.writeBooleanField("wentBack", migration.wentBack());
          }
        });
  }
}
