package io.tscwatch.daemon.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.witness.HeadRoom;
import io.tscwatch.checks.witness.Lineage;
import io.tscwatch.checks.witness.NominalFrequency;
import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.checks.witness.SteeringAgreement;
import io.tscwatch.checks.witness.Vote;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What other clocks said, as JSON: the same in a check and in a status. */
public final class JsonWitnesses {

  private final JsonGenerator json;
  private final JsonParts parts;

  public JsonWitnesses(JsonGenerator json) {
    this.json = json;
    this.parts = new JsonParts(json);
  }

  /**
   * Writes the fields {@code witnesses}, {@code vote}, {@code headRoom} and what belongs there.
   *
   * @param asOfRealtimeNanos when that was so, nanoseconds since 1970
   */
  public void write(WitnessReport report, long asOfRealtimeNanos) throws IOException {
    json.writeArrayFieldStart("witnesses");
    for (WitnessStatus witness : report.witnesses()) {
      witness(witness);
    }
    json.writeEndArray();
    vote(report);
    headRoom(report.headRoom(), asOfRealtimeNanos);
    nominal(report.nominal());
    steering(report.steering());
  }

  private void witness(WitnessStatus witness) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", witness.name());
    json.writeStringField("kind", witness.kind().word());
    json.writeStringField("standing", Names.of(witness.standing()));
    json.writeStringField("why", witness.why());
    json.writeStringField("source", witness.lineage().map(Lineage::source).orElse(null));
    if (witness.lineage().isPresent()) {
      json.writeBooleanField("independent", witness.lineage().get().independent());
    } else {
      json.writeNullField("independent");
    }
    json.writeStringField("lineage", witness.lineage().map(Lineage::explanation).orElse(null));
    parts.number("hertz", witness.hertz());
    json.writeNumberField("bits", witness.bits());
    parts.number("minPicosPerSecond", least(witness.rate()));
    parts.number("maxPicosPerSecond", most(witness.rate()));
    parts.number("tscMinHertz", witness.tscMinHertz());
    parts.number("tscMaxHertz", witness.tscMaxHertz());
    json.writeNumberField("observedNanos", witness.observedNanos());
    json.writeNumberField("observations", witness.observations());
    json.writeNumberField("steps", witness.steps());
    parts.number("lastStepNanos", witness.lastStepNanos());
    parts.number("stallNanos", witness.stallNanos());
    json.writeNumberField("looks", witness.cost().looks());
    json.writeNumberField("reads", witness.cost().reads());
    json.writeNumberField("slowReads", witness.cost().slowReads());
    json.writeNumberField("medianReadNanos", witness.cost().medianNanos());
    json.writeNumberField("widestReadNanos", witness.cost().widestNanos());
    json.writeNumberField("cpuNanosPerLook", witness.cost().cpuNanosPerLook());
    json.writeEndObject();
  }

  private static OptionalLong least(Optional<RateInterval> rate) {
    return rate.map(r -> OptionalLong.of(r.minPicosPerSecond())).orElse(OptionalLong.empty());
  }

  private static OptionalLong most(Optional<RateInterval> rate) {
    return rate.map(r -> OptionalLong.of(r.maxPicosPerSecond())).orElse(OptionalLong.empty());
  }

  private void vote(WitnessReport report) throws IOException {
    Vote vote = report.vote();
    String outcome = "off";
    int sources = 0;
    int missing = 0;
    List<String> by = List.of();
    List<String> disagreeing = List.of();
    if (vote instanceof Vote.TscConfirmed confirmed) {
      outcome = "tsc-confirmed";
      sources = confirmed.sources();
      by = confirmed.by();
    } else if (vote instanceof Vote.WitnessOut out) {
      outcome = "witness-out";
      sources = out.sources();
      by = out.by();
    } else if (vote instanceof Vote.TscOut out) {
      outcome = "tsc-out";
      sources = out.sources();
      by = out.by();
    } else if (vote instanceof Vote.NoQuorum none) {
      outcome = report.enabled() ? "no-quorum" : "off";
      missing = none.missing();
      disagreeing = none.disagreeing();
    }
    json.writeObjectFieldStart("vote");
    json.writeStringField("outcome", outcome);
    json.writeNumberField("sources", sources);
    json.writeNumberField("missing", missing);
    names("by", by);
    names("out", vote.witnessesOut());
    names("disagreeing", disagreeing);
    json.writeNumberField("tolerancePicosPerSecond", report.tolerancePicosPerSecond());
    json.writeNumberField("sharePartsPerMillion", report.sharePartsPerMillion());
    json.writeStringField("sentence", vote.sentence());
    json.writeEndObject();
  }

  private void names(String field, List<String> names) throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private void headRoom(Optional<HeadRoom> known, long asOfRealtimeNanos) throws IOException {
    if (known.isEmpty()) {
      json.writeNullField("headRoom");
      return;
    }
    HeadRoom room = known.get();
    json.writeObjectFieldStart("headRoom");
    json.writeStringField("watchdog", room.watchdog());
    json.writeStringField("kernelCompares", Names.of(room.state().state()));
    json.writeStringField("because", room.state().because());
    json.writeStringField("rule", room.limit().rule());
    json.writeNumberField("limitPicosPerSecond", room.limit().picosPerSecond());
    json.writeNumberField("minPicosPerSecond", room.skew().minPicosPerSecond());
    json.writeNumberField("maxPicosPerSecond", room.skew().maxPicosPerSecond());
    json.writeNumberField("marginPicosPerSecond", room.marginPicosPerSecond());
    json.writeNumberField("marginNanos", room.marginNanos());
    parts.number("trendMinPicosPerDay", least(room.trendPicosPerDay()));
    parts.number("trendMaxPicosPerDay", most(room.trendPicosPerDay()));
    parts.number("collisionNanos", room.collisionNanos());
    json.writeStringField("collisionAt", collisionAt(room, asOfRealtimeNanos));
    json.writeNumberField("slowReads", room.slowReads());
    json.writeNumberField("reads", room.reads());
    json.writeNumberField("noisyChecksPerYear", room.noisyChecksPerYear());
    json.writeEndObject();
  }

  /** None where the trend leads there after the year 2262 only. */
  private static @Nullable String collisionAt(HeadRoom room, long asOfRealtimeNanos) {
    return room.collisionNanos().isPresent()
            && room.collisionNanos().getAsLong() <= Long.MAX_VALUE - asOfRealtimeNanos
        ? Times.rfc3339(asOfRealtimeNanos + room.collisionNanos().getAsLong())
        : null;
  }

  private void nominal(Optional<NominalFrequency> nominal) throws IOException {
    json.writeArrayFieldStart("nominalFrequency");
    if (nominal.isPresent()) {
      for (NominalFrequency.Claim claim : nominal.get().claims()) {
        json.writeStartObject();
        json.writeNumberField("kilohertz", claim.kilohertz());
        json.writeStringField("by", claim.by());
        json.writeNumberField("picosPerSecond", nominal.get().picosPerSecond(claim));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void steering(Optional<SteeringAgreement> known) throws IOException {
    if (known.isEmpty()) {
      json.writeNullField("steering");
      return;
    }
    SteeringAgreement steering = known.get();
    json.writeObjectFieldStart("steering");
    json.writeNumberField("minPicosPerSecond", steering.measured().minPicosPerSecond());
    json.writeNumberField("maxPicosPerSecond", steering.measured().maxPicosPerSecond());
    json.writeNumberField("toldPicosPerSecond", steering.toldPicosPerSecond());
    json.writeBooleanField("agrees", steering.agrees());
    json.writeEndObject();
  }
}
