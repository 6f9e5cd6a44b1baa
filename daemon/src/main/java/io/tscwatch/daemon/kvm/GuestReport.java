package io.tscwatch.daemon.kvm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.cpuid.HyperVFeatures;
import io.tscwatch.checks.cpuid.Hypervisor;
import io.tscwatch.checks.cpuid.XenTime;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.kvm.KvmclockFindings;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.kvm.guest.ClockDifference;
import io.tscwatch.checks.kvm.guest.ClockSteps;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.daemon.report.JsonParts;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a guest knows of its hypervisor's time, to be written.
 *
 * @param facts what this machine says of itself
 * @param differences the kvmclock against CLOCK_BOOTTIME
 * @param measured what the exchange proved of this machine
 */
record GuestReport(Facts facts, Reading<List<ClockDifference>> differences, MeasuredSync measured) {

  List<Finding> findings() {
    List<Finding> findings =
        new ArrayList<>(KvmclockFindings.withPromise(facts.kvmclock(), facts.cpuid(), measured));
    steps().flatMap(ClockSteps::finding).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private Optional<ClockSteps> steps() {
    return differences.toOptional().flatMap(ClockSteps::of);
  }

  private List<Hypervisor> hypervisors() {
    return facts.cpuid().toOptional().map(CpuidFacts::hypervisors).orElse(List.of());
  }

  /** X86_FEATURE_TSC_RELIABLE, which switches the kernel's own checks off. */
  private boolean tscReliable() {
    return facts.kernel().cpuFlags().toOptional().filter(f -> f.has("tsc_reliable")).isPresent();
  }

  void write(Lines lines) {
    lines.title(
        facts.guest()
            ? "Guest of "
                + facts
                    .cpuid()
                    .toOptional()
                    .flatMap(CpuidFacts::hypervisorName)
                    .orElse("a hypervisor")
            : "Guest: no hypervisor is seen");
    hypervisors().forEach(h -> lines.fact(h.name(), String.join(", ", exposed(h))));
    lines.fact("clocksource", facts.kernel().currentClocksource().toOptional().orElse("not read"));
    lines.fact(
        "tsc_reliable",
        tscReliable()
            ? "set: the kernel's watchdog and warp test are off"
            : "not set: the kernel's own checks are on");
    Optional<KvmclockPage> page = facts.kvmclock().toOptional();
    if (page.isPresent()) {
      lines.fact("kvmclock page", words(page.get()));
    } else {
      lines.fact("kvmclock page", "not there: " + facts.kvmclock().whyNot().orElse(""));
    }
    steps().ifPresent(steps -> lines.fact("kvmclock", words(steps)));
    lines.findings(findings());
  }

  private static String words(KvmclockPage page) {
    return "version "
        + page.version()
        + ", flags "
        + page.flags()
        + (page.flags() == 0 ? "" : " (" + String.join(", ", page.flagNames()) + ")")
        + ", multiplier "
        + page.multiplier()
        + ", shift "
        + page.shift()
        + ", "
        + page.tscKilohertz()
        + " kHz";
  }

  private static String words(ClockSteps steps) {
    return steps.lowerNanos()
        + " to "
        + steps.upperNanos()
        + " ns ahead of CLOCK_BOOTTIME; in "
        + steps.samples()
        + " samples "
        + (steps.stepNanos() == 0
            ? "no step is proven"
            : "a step of at least " + steps.stepNanos() + " ns")
        + "; updated by the host "
        + steps.hostUpdates()
        + " times meanwhile";
  }

  /** What each hypervisor shows of time. */
  private static List<String> exposed(Hypervisor hypervisor) {
    List<String> names = new ArrayList<>();
    names.add("signature " + hypervisor.vendor());
    hypervisor.kvm().ifPresent(kvm -> names.addAll(kvm.names()));
    hypervisor.hyperV().ifPresent(hyperV -> names.addAll(exposed(hyperV)));
    hypervisor.xen().ifPresent(xen -> names.addAll(exposed(xen)));
    hypervisor.frequency().ifPresent(f -> names.add("TSC of " + f.kilohertz() + " kHz declared"));
    return names;
  }

  private static List<String> exposed(HyperVFeatures features) {
    List<String> names = new ArrayList<>();
    add(names, features.referenceCounter(), "reference counter");
    add(names, features.referenceTscPage(), "reference TSC page");
    add(names, features.frequencyRegisters(), "frequency registers");
    add(names, features.reenlightenment(), "reenlightenment after migration");
    add(names, features.accessTscInvariant(), "invariant TSC on request");
    add(names, features.rootPartition(), "root partition");
    return names;
  }

  private static List<String> exposed(XenTime time) {
    List<String> names = new ArrayList<>();
    names.add("TSC mode " + Names.of(time.mode()));
    add(names, time.emulated(), "TSC emulated");
    add(names, time.hostReliable(), "host TSC reliable");
    names.add("incarnation " + time.incarnation());
    return names;
  }

  private static void add(List<String> names, boolean has, String name) {
    if (has) {
      names.add(name);
    }
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("guest");
    json.writeBooleanField("hypervisorSeen", facts.guest());
    json.writeArrayFieldStart("hypervisors");
    for (Hypervisor hypervisor : hypervisors()) {
      json.writeStartObject();
      json.writeStringField("name", hypervisor.name());
      json.writeArrayFieldStart("exposes");
      for (String name : exposed(hypervisor)) {
        json.writeString(name);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField(
        "clocksource", facts.kernel().currentClocksource().toOptional().orElse(null));
    json.writeBooleanField("tscReliableFlag", tscReliable());
    page(json);
    if (steps().isPresent()) {
      ClockSteps steps = steps().get();
      json.writeObjectFieldStart("againstBoottime");
      json.writeNumberField("samples", steps.samples());
      JsonObject.counter(json, "aheadLowerNanos", steps.lowerNanos());
      JsonObject.counter(json, "aheadUpperNanos", steps.upperNanos());
      JsonObject.counter(json, "stepNanos", steps.stepNanos());
      json.writeNumberField("hostUpdates", steps.hostUpdates());
      json.writeEndObject();
    }
    new JsonParts(json).findings(findings());
    json.writeEndObject();
  }

  private void page(JsonGenerator json) throws IOException {
    if (facts.kvmclock().toOptional().isEmpty()) {
      JsonObject.whyNot(json, "kvmclockPage", facts.kvmclock());
      return;
    }
    KvmclockPage page = facts.kvmclock().toOptional().get();
    json.writeObjectFieldStart("kvmclockPage");
    json.writeNumberField("version", page.version());
    JsonObject.unsignedCounter(json, "tscTimestampCycles", page.tscTimestampCycles());
    JsonObject.counter(json, "systemTimeNanos", page.systemTimeNanos());
    json.writeNumberField("multiplier", page.multiplier());
    json.writeNumberField("shift", page.shift());
    json.writeNumberField("flags", page.flags());
    json.writeBooleanField("tscStable", page.tscStable());
    json.writeBooleanField("guestStopped", page.guestStopped());
    json.writeNumberField("tscKilohertz", page.tscKilohertz());
    json.writeEndObject();
  }
}
