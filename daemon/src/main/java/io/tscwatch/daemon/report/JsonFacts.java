package io.tscwatch.daemon.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.linux.BootParameters;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The facts as a JSON field {@code facts}: each part has its value, or {@code whyNot}. */
public final class JsonFacts {

  private final JsonGenerator json;
  private final Facts facts;

  public JsonFacts(JsonGenerator json, Facts facts) {
    this.json = json;
    this.facts = facts;
  }

  public void write() throws IOException {
    json.writeObjectFieldStart("facts");
    cpuid();
    kernel();
    kernelLog();
    adjust();
    kvmclock();
    json.writeEndObject();
  }

  private <T> Optional<T> orWhyNot(Reading<T> reading) throws IOException {
    if (reading.whyNot().isPresent()) {
      json.writeStringField("whyNot", reading.whyNot().get());
    }
    return reading.toOptional();
  }

  private void cpuid() throws IOException {
    json.writeObjectFieldStart("cpuid");
    Optional<CpuidFacts> read = orWhyNot(facts.cpuid());
    if (read.isPresent()) {
      CpuidFacts cpuid = read.get();
      json.writeStringField("vendor", cpuid.vendor());
      json.writeNumberField("family", cpuid.signature().family());
      json.writeNumberField("model", cpuid.signature().model());
      json.writeNumberField("stepping", cpuid.signature().stepping());
      json.writeBooleanField("invariantTsc", cpuid.invariantTsc());
      json.writeBooleanField("tscAdjust", cpuid.tscAdjust());
      json.writeBooleanField("rdtscp", cpuid.rdtscp());
      json.writeFieldName("declaredKilohertz");
      if (cpuid.frequency().isPresent()) {
        json.writeNumber(cpuid.frequency().get().kilohertz());
        json.writeStringField("declaredBy", cpuid.frequency().get().source().words());
      } else {
        json.writeNull();
      }
      json.writeStringField("hypervisor", cpuid.hypervisorName().orElse(null));
      if (cpuid.kvm().isPresent()) {
        strings("kvmFeatures", cpuid.kvm().get().names());
      }
    }
    json.writeEndObject();
  }

  private void kernel() throws IOException {
    KernelFacts kernel = facts.kernel();
    json.writeObjectFieldStart("kernel");
    json.writeStringField("release", kernel.release().toOptional().orElse(null));
    json.writeStringField(
        "currentClocksource", kernel.currentClocksource().toOptional().orElse(null));
    strings("availableClocksources", kernel.availableClocksources().toOptional().orElse(List.of()));
    strings(
        "bootParameters",
        kernel.bootParameters().toOptional().map(BootParameters::words).orElse(List.of()));
    json.writeEndObject();
  }

  private void kernelLog() throws IOException {
    json.writeObjectFieldStart("kernelLog");
    Optional<List<KernelEvent>> events = orWhyNot(facts.kernelLog());
    if (events.isPresent()) {
      json.writeArrayFieldStart("events");
      for (KernelEvent event : events.get()) {
        json.writeStartObject();
        json.writeNumberField("line", event.line());
        json.writeStringField("code", event.code().code());
        json.writeStringField("text", event.text());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void adjust() throws IOException {
    json.writeObjectFieldStart("tscAdjust");
    json.writeNumberField("cpusRead", facts.adjust().values().size());
    Optional<String> whyNot =
        facts.adjust().missing().values().stream()
            .flatMap(reading -> reading.whyNot().stream())
            .findFirst();
    if (whyNot.isPresent()) {
      json.writeStringField("whyNot", whyNot.get());
    }
    json.writeEndObject();
  }

  private void kvmclock() throws IOException {
    json.writeObjectFieldStart("kvmclock");
    Optional<KvmclockPage> page = orWhyNot(facts.kvmclock());
    if (page.isPresent()) {
      json.writeBooleanField("tscStable", page.get().tscStable());
      json.writeBooleanField("guestStopped", page.get().guestStopped());
      strings("flags", page.get().flagNames());
      json.writeNumberField("tscKilohertz", page.get().tscKilohertz());
    }
    json.writeEndObject();
  }

  private void strings(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
