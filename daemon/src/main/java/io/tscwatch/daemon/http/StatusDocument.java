package io.tscwatch.daemon.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.rate.Headroom;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.Intrusion;
import io.tscwatch.checks.watch.WatchCounters;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.report.JsonFacts;
import io.tscwatch.daemon.report.JsonParts;
import io.tscwatch.daemon.report.JsonPlace;
import io.tscwatch.daemon.report.JsonWitnesses;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A status as JSON: the schema is {@code Status} in {@code openapi.json}; it only ever grows. */
public final class StatusDocument {

  /** Named in every document; the number changes when something that was there is no more. */
  static final String FORMAT = "tscwatch-status/1";

  private final JsonGenerator json;
  private final JsonParts parts;
  private final WatchStatus status;

  private StatusDocument(JsonGenerator json, WatchStatus status) {
    this.json = json;
    this.parts = new JsonParts(json);
    this.status = status;
  }

  /**
   * The document.
   *
   * @param version of this program
   * @param lastEventId of the latest event, for a client that goes on with the event stream
   * @param others sections by their names: what others than the watch know
   */
  public static byte[] bytes(
      WatchStatus status,
      HistoryHealth history,
      String version,
      String lastEventId,
      Map<String, StatusSection.Fields> others) {
    return JsonBytes.of(
        json -> new StatusDocument(json, status).document(history, version, lastEventId, others));
  }

  private void document(
      HistoryHealth history,
      String version,
      String lastEventId,
      Map<String, StatusSection.Fields> others)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeStringField("version", version);
    parts.machine(status.origin());
    json.writeStringField("startedAt", Times.rfc3339(status.startedRealtimeNanos()));
    json.writeStringField("asOf", Times.rfc3339(status.asOfRealtimeNanos()));
    json.writeBooleanField("ready", status.ready());
    json.writeStringField("verdict", status.verdict().name());
    json.writeStringField("verdictSince", Times.rfc3339(status.verdictSinceRealtimeNanos()));
    json.writeBooleanField("warnings", warnings(status));
    json.writeStringField("reason", status.reason());
    parts.instant("requalifiesAt", status.requalifiesAtRealtimeNanos());
    parts.number("evidenceAgeNanos", ageNanos(status.evidenceMonotonicNanos()));
    parts.number("agreementNanos", status.agreementNanos());
    parts.limits(status.limits());
    findings();
    parts.recommendations(status.recommendations());
    parts.frequency(status.frequency());
    parts.referenceCpu(status.referenceCpu());
    json.writeArrayFieldStart("cpus");
    for (CpuStatus cpu : status.cpus()) {
      cpu(cpu);
    }
    json.writeEndArray();
    new JsonWitnesses(json).write(status.witnesses(), status.asOfRealtimeNanos());
    intrusion(status.intrusion());
    counters(status.counters());
    history(history);
    for (Map.Entry<String, StatusSection.Fields> other : others.entrySet()) {
      json.writeObjectFieldStart(other.getKey());
      other.getValue().write(json);
      json.writeEndObject();
    }
    json.writeStringField("lastEventId", lastEventId);
    new JsonFacts(json, status.facts()).write();
    json.writeEndObject();
  }

  static boolean warnings(WatchStatus status) {
    return status.findings().stream()
        .anyMatch(active -> active.finding().severity() == Severity.WARNING);
  }

  private void findings() throws IOException {
    json.writeArrayFieldStart("findings");
    for (ActiveFinding active : status.findings()) {
      json.writeStartObject();
      json.writeStringField("raisedAt", Times.rfc3339(active.raisedRealtimeNanos()));
      json.writeStringField("lastSeenAt", Times.rfc3339(active.lastSeenRealtimeNanos()));
      parts.finding(active.finding());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void cpu(CpuStatus cpu) throws IOException {
    json.writeStartObject();
    json.writeNumberField("cpu", cpu.cpu());
    json.writeBooleanField("online", cpu.online());
    json.writeStringField("verdict", cpu.verdict().name());
    json.writeStringField("reason", cpu.reason());
    parts.offset(cpu.offset(), status.frequency());
    parts.rate(cpu.rate());
    headroom(cpu);
    // A register of 64 bits: a number of JSON would be rounded by many readers.
    json.writeStringField(
        "tscAdjustCycles", cpu.tscAdjust().toOptional().map(Object::toString).orElse(null));
    json.writeStringField("tscAdjustWhyNot", cpu.tscAdjust().whyNot().orElse(null));
    parts.number("evidenceAgeNanos", ageNanos(cpu.evidenceMonotonicNanos()));
    json.writeStringField("cpuNanos", Long.toString(cpu.cpuNanos()));
    new JsonPlace(json).write(cpu.place());
    json.writeEndObject();
  }

  private void headroom(CpuStatus cpu) throws IOException {
    Optional<Headroom> headroom = cpu.headroom();
    if (headroom.isEmpty()) {
      json.writeNullField("headroom");
      return;
    }
    json.writeObjectFieldStart("headroom");
    parts.instant("possibleFrom", instant(cpu, headroom.get().possibleFromCycles()));
    parts.instant("certainFrom", instant(cpu, headroom.get().certainFromCycles()));
    json.writeEndObject();
  }

  /**
   * The realtime of a count of the reference's counter, reckoned from the CPU's last exchange,
   * which is where its band ends; empty beyond what 64 bits of nanoseconds can say.
   */
  private OptionalLong instant(CpuStatus cpu, OptionalLong cycles) {
    Optional<RateResult.Bounded> rate = cpu.rate();
    OptionalLong age = ageNanos(cpu.evidenceMonotonicNanos());
    if (cycles.isEmpty() || rate.isEmpty() || age.isEmpty() || status.frequency().isEmpty()) {
      return OptionalLong.empty();
    }
    long ahead = cycles.getAsLong() - rate.get().band().untilCycles();
    long aheadNanos = status.frequency().get().lowerNanos(ahead);
    long exchange = status.asOfRealtimeNanos() - age.getAsLong();
    return aheadNanos <= Long.MAX_VALUE - exchange
        ? OptionalLong.of(exchange + aheadNanos)
        : OptionalLong.empty();
  }

  private OptionalLong ageNanos(OptionalLong evidenceMonotonicNanos) {
    return evidenceMonotonicNanos.isPresent()
        ? OptionalLong.of(status.asOfMonotonicNanos() - evidenceMonotonicNanos.getAsLong())
        : OptionalLong.empty();
  }

  private void intrusion(Intrusion intrusion) throws IOException {
    json.writeObjectFieldStart("intrusion");
    json.writeNumberField("budgetPartsPerMillion", intrusion.budgetPartsPerMillion());
    json.writeNumberField("meanPartsPerMillion", intrusion.meanPartsPerMillion());
    json.writeNumberField("worstPartsPerMillion", intrusion.worstPartsPerMillion());
    parts.number(
        "worstCpu",
        intrusion.worstCpu() < 0 ? OptionalLong.empty() : OptionalLong.of(intrusion.worstCpu()));
    json.writeEndObject();
  }

  private void counters(WatchCounters counters) throws IOException {
    json.writeObjectFieldStart("counters");
    json.writeNumberField("ticks", counters.ticks());
    json.writeNumberField("sweeps", counters.sweeps());
    json.writeNumberField("exchangesMeasured", counters.exchangesMeasured());
    counts("exchangesFailed", counters.exchangesFailed());
    json.writeNumberField("blocksDropped", counters.blocksDropped());
    // 2^53 nanoseconds are 104 days: 2048 CPUs at 0.1 % take that in two months.
    json.writeStringField("cpuNanos", Long.toString(counters.cpuNanos()));
    counts("events", counters.events());
    json.writeEndObject();
  }

  private void counts(String name, Map<? extends Enum<?>, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<? extends Enum<?>, Long> entry : counts.entrySet()) {
      json.writeNumberField(Names.of(entry.getKey()), entry.getValue());
    }
    json.writeEndObject();
  }

  private void history(HistoryHealth history) throws IOException {
    json.writeObjectFieldStart("history");
    json.writeStringField("file", history.file().orElse(null));
    json.writeBooleanField("recording", history.recording());
    json.writeStringField("problem", history.problem().orElse(null));
    json.writeEndObject();
  }
}
