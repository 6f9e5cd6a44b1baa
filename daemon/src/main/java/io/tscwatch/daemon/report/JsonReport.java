package io.tscwatch.daemon.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.measure.SweepResult;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A report as JSON. The format is published as {@code check.schema.json} beside this class; it only
 * ever grows. Streaming, since data binding would cost more than the check on a cold start.
 */
public final class JsonReport {

  /** Named in every document; the number changes when something that was there is no more. */
  public static final String FORMAT = "tscwatch-check/1";

  /** Above so many CPUs the matrix is left to CSV: it grows with their square. */
  static final int MATRIX_CPUS = 256;

  private final JsonGenerator json;
  private final JsonParts parts;
  private final Report report;

  private JsonReport(JsonGenerator json, Report report) {
    this.json = json;
    this.parts = new JsonParts(json);
    this.report = report;
  }

  /** The published schema of the format, JSON Schema draft 2020-12. */
  public static String schema() throws IOException {
    try (InputStream in = JsonReport.class.getResourceAsStream("check.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: check.schema.json is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Writes the report and a line feed; the writer is flushed and stays open.
   *
   * @param version of the program that judged
   */
  public static void write(Report report, String version, Writer out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      new JsonReport(json, report).document(version);
    }
    out.write('\n');
    out.flush();
  }

  private void document(String version) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeStringField("version", version);
    parts.machine(report.origin());
    json.writeStringField("startedAt", Times.rfc3339(report.startedRealtimeNanos()));
    json.writeNumberField("elapsedNanos", report.elapsedNanos());
    json.writeStringField("verdict", report.verdict().name());
    json.writeBooleanField("warnings", report.warnings());
    json.writeStringField("reason", report.reason());
    parts.number("agreementNanos", report.agreementNanos());
    parts.limits(report.limits());
    parts.findings(report.findings());
    parts.recommendations(report.recommendations());
    parts.frequency(report.skew().frequency());
    cpus();
    groups();
    coverage();
    measurement();
    new JsonWitnesses(json).write(report.witnesses(), report.startedRealtimeNanos());
    new JsonFacts(json, report.facts()).write();
    matrix();
    json.writeEndObject();
  }

  private void cpus() throws IOException {
    parts.referenceCpu(report.skew().referenceCpu());
    json.writeArrayFieldStart("cpus");
    for (CpuVerdict cpu : report.cpus()) {
      json.writeStartObject();
      json.writeNumberField("cpu", cpu.cpu());
      json.writeStringField("verdict", cpu.verdict().name());
      json.writeStringField("reason", cpu.reason());
      parts.offset(cpu.offset(), report.skew().frequency());
      parts.rate(bounded(report.skew().rate(cpu.cpu())));
      Long adjust = report.facts().adjust().values().get(cpu.cpu());
      // A register of 64 bits: a number of JSON would be rounded by many readers.
      json.writeStringField("tscAdjustCycles", adjust == null ? null : adjust.toString());
      new JsonPlace(json).write(report.facts().topology().place(cpu.cpu()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Optional<RateResult.Bounded> bounded(Optional<RateResult> rate) {
    return rate.filter(RateResult.Bounded.class::isInstance).map(RateResult.Bounded.class::cast);
  }

  private void groups() throws IOException {
    json.writeArrayFieldStart("groups");
    for (CpuSet group : report.skew().groups().groups()) {
      json.writeStartArray();
      for (int cpu : group) {
        json.writeNumber(cpu);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void coverage() throws IOException {
    Measurement measurement = report.measurement();
    json.writeObjectFieldStart("coverage");
    parts.cpus("measured", report.skew().measured());
    json.writeArrayFieldStart("leftOut");
    for (var leftOut : measurement.choice().leftOut().entrySet()) {
      json.writeStartObject();
      json.writeStringField("reason", Names.of(leftOut.getKey()));
      parts.cpus("cpus", leftOut.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unmeasured");
    for (var unmeasured : report.skew().unmeasured().entrySet()) {
      json.writeStartObject();
      json.writeNumberField("cpu", unmeasured.getKey());
      json.writeStringField("reason", unmeasured.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("pairsInSweep", measurement.coverage().total().inSweep());
    json.writeNumberField("pairsPossible", measurement.coverage().total().possible());
    json.writeStringField("pairs", measurement.coverage().sentence());
    json.writeEndObject();
  }

  private void measurement() throws IOException {
    Measurement measurement = report.measurement();
    long measured = 0;
    long kept = 0;
    long dropped = 0;
    long migrations = 0;
    Map<ExchangeOutcome, Long> failed = new EnumMap<>(ExchangeOutcome.class);
    for (ExchangeResult result : measurement.results()) {
      if (result.measured()) {
        measured++;
      } else {
        failed.merge(result.outcome(), 1L, Long::sum);
      }
      kept += result.blocksKept();
      dropped += result.blocksDropped();
      migrations += result.migrations();
    }
    json.writeObjectFieldStart("measurement");
    json.writeNumberField("sweeps", measurement.sweeps().size());
    json.writeNumberField(
        "largestBudgetNanos",
        measurement.sweeps().stream().mapToLong(SweepResult::budgetNanos).max().orElse(0));
    json.writeNumberField("exchangesMeasured", measured);
    json.writeObjectFieldStart("exchangesFailed");
    for (Map.Entry<ExchangeOutcome, Long> entry : failed.entrySet()) {
      json.writeNumberField(Names.of(entry.getKey()), entry.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("blocksKept", kept);
    json.writeNumberField("blocksDropped", dropped);
    json.writeNumberField("migrations", migrations);
    json.writeNumberField("cpuNanos", measurement.cpuNanos());
    json.writeBooleanField("parallel", measurement.parallel().parallel());
    json.writeStringField("parallelReason", measurement.parallel().sentence());
    json.writeEndObject();
  }

  private void matrix() throws IOException {
    Optional<ClosedMatrix> matrix = report.skew().matrix();
    json.writeFieldName("matrix");
    if (matrix.isEmpty() || matrix.get().cpus().size() > MATRIX_CPUS) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    parts.cpus("cpus", matrix.get().cpus());
    json.writeArrayFieldStart("upperCycles");
    for (int from : matrix.get().cpus()) {
      parts.matrixRow(matrix.get(), from);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
