package io.tscwatch.daemon.kvm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.kvm.host.ClockReading;
import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.HostFindings;
import io.tscwatch.checks.kvm.host.HostJudgement;
import io.tscwatch.checks.kvm.host.HostReading;
import io.tscwatch.checks.kvm.host.OffsetAgreement;
import io.tscwatch.checks.kvm.host.VcpuReading;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.daemon.report.JsonParts;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * A KVM host's answer with what follows from it, to be written.
 *
 * @param answer raw
 * @param kernelSawBackwardTsc as the kernel's log tells
 * @param measured what the exchange proved of this host
 */
public record HostReport(HostAnswer answer, boolean kernelSawBackwardTsc, MeasuredSync measured) {

  /** Whether nothing in it changed; an answer is another object only if KVM was asked again. */
  boolean isSameAs(HostReport other) {
    return measured == other.measured
        && kernelSawBackwardTsc == other.kernelSawBackwardTsc
        && Objects.equals(answer, other.answer);
  }

  /** What follows from it. */
  public List<Finding> findings() {
    return answer instanceof HostAnswer.Asked asked
        ? HostFindings.of(asked.reading(), judgement(asked.reading()), measured)
        : List.of(HostFindings.of(((HostAnswer.NotAsked) answer).why()));
  }

  private HostJudgement judgement(HostReading reading) {
    return HostJudgement.of(reading, kernelSawBackwardTsc);
  }

  void write(Lines lines) {
    if (answer instanceof HostAnswer.Asked asked) {
      HostReading reading = asked.reading();
      HostJudgement judgement = judgement(reading);
      lines.title("KVM host: stable kvmclock " + Names.of(judgement.stable()));
      lines.fact("because", judgement.reason());
      judgement.failed().ifPresent(failed -> lines.fact("failed condition", Names.of(failed)));
      lines.fact("clocksource", reading.clocksourceAfter().toOptional().orElse("not read"));
      lines.fact("clock before run", words(reading.clockBeforeRun()));
      lines.fact("clock after run", words(reading.clockAfterRun()));
      lines.fact("TSC scaling", reading.tscControl() ? "available" : "not available");
      reading.vcpus().forEach(vcpu -> lines.fact("vCPU " + vcpu.vcpu(), words(vcpu)));
      lines.fact("offsets", words(judgement.offsets()));
    } else {
      lines.title("KVM host: not asked");
      lines.fact("because", Names.of(((HostAnswer.NotAsked) answer).why().kind()));
    }
    lines.findings(findings());
  }

  private static String words(Reading<ClockReading> clock) {
    return clock
        .toOptional()
        .map(
            c ->
                "flags "
                    + c.flags()
                    + (c.flags() == 0 ? "" : " (" + String.join(", ", c.flagNames()) + ")")
                    + ", kvmclock "
                    + c.kvmclockNanos()
                    + " ns")
        .orElseGet(() -> clock.whyNot().orElse(""));
  }

  private static String words(VcpuReading vcpu) {
    return Names.of(vcpu.outcome())
        + ", "
        + vcpu.rounds()
        + " rounds, offset "
        + vcpu.offsetLowerCycles()
        + " to "
        + vcpu.offsetUpperCycles()
        + " cycles, declared "
        + orWhyNot(vcpu.declaredOffsetCycles())
        + ", "
        + orWhyNot(vcpu.tscKilohertz())
        + " kHz";
  }

  private static String orWhyNot(Reading<Long> reading) {
    return reading.toOptional().map(String::valueOf).orElseGet(() -> reading.whyNot().orElse(""));
  }

  private static String words(OffsetAgreement offsets) {
    return switch (offsets.state()) {
      case ONE_OFFSET ->
          "all vCPUs see the host's TSC plus one offset, "
              + offsets.lowerCycles()
              + " to "
              + offsets.upperCycles()
              + " cycles";
      case OFFSETS_DIFFER -> "the vCPUs see different offsets";
      case OFFSET_MOVED -> "a vCPU's offset moved";
      case NOT_SEEN -> "not seen: a vCPU did not run";
    };
  }

  /** Field {@code host}. */
  public void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("host");
    if (answer instanceof HostAnswer.Asked asked) {
      HostJudgement judgement = judgement(asked.reading());
      json.writeStringField("stableKvmclock", Names.of(judgement.stable()));
      json.writeStringField("failedCondition", judgement.failed().map(Names::of).orElse(null));
      json.writeStringField("reason", judgement.reason());
      json.writeStringField("offsets", Names.of(judgement.offsets().state()));
      JsonObject.counter(json, "offsetLowerCycles", judgement.offsets().lowerCycles());
      JsonObject.counter(json, "offsetUpperCycles", judgement.offsets().upperCycles());
      raw(json, asked.reading());
    } else {
      json.writeStringField("notAsked", Names.of(((HostAnswer.NotAsked) answer).why().kind()));
    }
    new JsonParts(json).findings(findings());
    json.writeEndObject();
  }

  private static void raw(JsonGenerator json, HostReading reading) throws IOException {
    json.writeObjectFieldStart("raw");
    json.writeNumberField("apiVersion", reading.apiVersion());
    json.writeNumberField("clockFlagsKnown", reading.clockFlagsKnown());
    json.writeBooleanField("tscControl", reading.tscControl());
    json.writeStringField(
        "clocksourceBefore", reading.clocksourceBefore().toOptional().orElse(null));
    json.writeStringField("clocksourceAfter", reading.clocksourceAfter().toOptional().orElse(null));
    clock(json, "clockBeforeRun", reading.clockBeforeRun());
    clock(json, "clockAfterRun", reading.clockAfterRun());
    json.writeArrayFieldStart("vcpus");
    for (VcpuReading vcpu : reading.vcpus()) {
      json.writeStartObject();
      json.writeStringField("outcome", Names.of(vcpu.outcome()));
      json.writeNumberField("detail", vcpu.detail());
      json.writeNumberField("rounds", vcpu.rounds());
      JsonObject.unsignedCounter(json, "hostBeforeCycles", vcpu.hostBeforeCycles());
      JsonObject.unsignedCounter(json, "guestCycles", vcpu.guestCycles());
      JsonObject.unsignedCounter(json, "hostAfterCycles", vcpu.hostAfterCycles());
      JsonObject.counter(json, "offsetLowerCycles", vcpu.offsetLowerCycles());
      JsonObject.counter(json, "offsetUpperCycles", vcpu.offsetUpperCycles());
      json.writeNumberField("backwardSteps", vcpu.backwardSteps());
      JsonObject.counterOrWhyNot(json, "declaredOffsetCycles", vcpu.declaredOffsetCycles());
      JsonObject.counterOrWhyNot(json, "tscKilohertz", vcpu.tscKilohertz());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void clock(JsonGenerator json, String field, Reading<ClockReading> reading)
      throws IOException {
    if (reading.toOptional().isEmpty()) {
      JsonObject.whyNot(json, field, reading);
      return;
    }
    ClockReading clock = reading.toOptional().get();
    json.writeObjectFieldStart(field);
    JsonObject.counter(json, "kvmclockNanos", clock.kvmclockNanos());
    json.writeNumberField("flags", clock.flags());
    JsonObject.counter(json, "realtimeNanos", clock.realtimeNanos());
    JsonObject.unsignedCounter(json, "hostTscCycles", clock.hostTscCycles());
    JsonObject.unsignedCounter(json, "tscBeforeCycles", clock.tscBeforeCycles());
    JsonObject.unsignedCounter(json, "tscAfterCycles", clock.tscAfterCycles());
    json.writeEndObject();
  }
}
