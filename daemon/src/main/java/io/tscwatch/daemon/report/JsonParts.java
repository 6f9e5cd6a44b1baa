package io.tscwatch.daemon.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Recommendation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the JSON documents of tscwatch have in common: the same thing has one form everywhere. */
public final class JsonParts {

  private final JsonGenerator json;

  public JsonParts(JsonGenerator json) {
    this.json = json;
  }

  /** Field {@code machine}: whose TSC it is. */
  public void machine(Origin origin) throws IOException {
    json.writeObjectFieldStart("machine");
    json.writeStringField("kind", Names.of(origin.kind()));
    json.writeStringField("label", origin.label());
    json.writeEndObject();
  }

  /** Field {@code limits}: what is tolerated. */
  public void limits(Limits limits) throws IOException {
    json.writeObjectFieldStart("limits");
    json.writeNumberField("maxSkewNanos", limits.maxSkewNanos());
    json.writeNumberField("toleratedWarpNanos", limits.toleratedWarpNanos());
    json.writeEndObject();
  }

  /** Field {@code findings}. */
  public void findings(List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      finding(finding);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The fields of a finding, without the braces around them. */
  public void finding(Finding finding) throws IOException {
    json.writeStringField("code", finding.code().code());
    json.writeStringField("severity", Names.of(finding.severity()));
    cpus("cpus", finding.cpus());
    quantities(finding.quantities());
    json.writeStringField("sentence", finding.sentence());
    json.writeStringField("evidence", finding.evidence());
    json.writeStringField("advice", finding.advice());
  }

  /** Field {@code quantities}: numbers with their units. */
  public void quantities(List<Quantity> quantities) throws IOException {
    json.writeArrayFieldStart("quantities");
    for (Quantity quantity : quantities) {
      json.writeStartObject();
      json.writeStringField("name", quantity.name());
      json.writeNumberField("value", quantity.value());
      json.writeStringField("unit", quantity.unit().symbol());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Field {@code recommendations}. */
  public void recommendations(List<Recommendation> recommendations) throws IOException {
    json.writeArrayFieldStart("recommendations");
    for (Recommendation recommendation : recommendations) {
      json.writeStartObject();
      json.writeStringField("topic", recommendation.topic().label());
      json.writeStringField("sentence", recommendation.sentence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Field {@code tscFrequency}. */
  public void frequency(Optional<TscFrequency> frequency) throws IOException {
    json.writeFieldName("tscFrequency");
    if (frequency.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeNumberField("hertz", frequency.get().hertz());
    json.writeNumberField("minHertz", frequency.get().minHertz());
    json.writeNumberField("maxHertz", frequency.get().maxHertz());
    json.writeEndObject();
  }

  /** Field {@code referenceCpu}; null if there is none. */
  public void referenceCpu(int cpu) throws IOException {
    if (cpu >= 0) {
      json.writeNumberField("referenceCpu", cpu);
    } else {
      json.writeNullField("referenceCpu");
    }
  }

  /** Field {@code offset}: of a CPU against the reference. */
  public void offset(Optional<CpuOffset> offset, Optional<TscFrequency> frequency)
      throws IOException {
    json.writeFieldName("offset");
    if (offset.isEmpty()) {
      json.writeNull();
      return;
    }
    CpuOffset o = offset.get();
    json.writeStartObject();
    json.writeNumberField("lowerCycles", o.bounds().lowerCycles());
    json.writeNumberField("upperCycles", o.bounds().upperCycles());
    json.writeNumberField("estimateCycles", o.estimateCycles());
    json.writeNumberField("resolutionCycles", o.resolutionCycles());
    if (frequency.isPresent()) {
      TscFrequency f = frequency.get();
      json.writeNumberField("lowerNanos", f.lowerNanos(o.bounds().lowerCycles()));
      json.writeNumberField("upperNanos", f.upperNanos(o.bounds().upperCycles()));
      json.writeNumberField("estimateNanos", f.estimateNanos(o.estimateCycles()));
      json.writeNumberField("resolutionNanos", f.upperNanos(o.resolutionCycles()));
    }
    json.writeBooleanField("direct", o.direct());
    json.writeEndObject();
  }

  /** Field {@code rate}: of a CPU against the reference. */
  public void rate(Optional<RateResult.Bounded> rate) throws IOException {
    json.writeFieldName("rate");
    if (rate.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeNumberField("minPicosPerSecond", rate.get().minPicosPerSecond());
    json.writeNumberField("maxPicosPerSecond", rate.get().maxPicosPerSecond());
    json.writeEndObject();
  }

  /**
   * One row of {@code upperCycles}, an array: element j bounds offset(cpus[j]) - offset(from) from
   * above, null where there is no bound.
   */
  public void matrixRow(ClosedMatrix matrix, int from) throws IOException {
    json.writeStartArray();
    for (int to : matrix.cpus()) {
      long upper = matrix.upperCycles(from, to);
      if (upper == OffsetMatrix.INFINITE) {
        json.writeNull();
      } else {
        json.writeNumber(upper);
      }
    }
    json.writeEndArray();
  }

  /** A field with CPU numbers. */
  public void cpus(String name, CpuSet cpus) throws IOException {
    json.writeArrayFieldStart(name);
    for (int cpu : cpus) {
      json.writeNumber(cpu);
    }
    json.writeEndArray();
  }

  /** A field with a number, or null. */
  public void number(String name, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsLong());
    } else {
      json.writeNullField(name);
    }
  }

  /** A field with an instant, or null. */
  public void instant(String name, OptionalLong realtimeNanos) throws IOException {
    json.writeStringField(
        name, realtimeNanos.isPresent() ? Times.rfc3339(realtimeNanos.getAsLong()) : null);
  }
}
