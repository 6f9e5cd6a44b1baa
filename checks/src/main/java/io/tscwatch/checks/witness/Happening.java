package io.tscwatch.checks.witness;

import io.tscwatch.checks.witness.WitnessNews.Blame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one look showed, if anything.
 *
 * @param witness the clock that was looked at
 * @param event what happened to its series; empty if it went on
 */
record Happening(Witness witness, Optional<SeriesEvent> event) {

  /** Who is to blame for what happened in one round of looks: the others tell. */
  static List<WitnessNews> blamed(List<Happening> round) {
    List<WitnessNews> news = new ArrayList<>();
    for (Happening happening : round) {
      happening
          .event()
          .ifPresent(
              event ->
                  news.add(
                      new WitnessNews(happening.witness().name(), event, blame(happening, round))));
    }
    return List.copyOf(news);
  }

  private static Blame blame(Happening happening, List<Happening> round) {
    String own = happening.source();
    Set<String> wentOn = sources(round.stream().filter(h -> h.event().isEmpty()).toList());
    wentOn.remove(own);
    Set<String> left = sources(round.stream().filter(Happening::moved).toList());
    if (!wentOn.isEmpty()) {
      return Blame.WITNESS;
    }
    return left.size() >= Vote.QUORUM ? Blame.TSC : Blame.UNDECIDED;
  }

  private static Set<String> sources(List<Happening> happenings) {
    return happenings.stream()
        .filter(h -> h.witness().independent())
        .map(Happening::source)
        .collect(Collectors.toSet());
  }

  private boolean moved() {
    return event.filter(e -> !(e instanceof SeriesEvent.Ended)).isPresent();
  }

  private String source() {
    return witness.lineage().map(Lineage::source).orElse("");
  }
}
