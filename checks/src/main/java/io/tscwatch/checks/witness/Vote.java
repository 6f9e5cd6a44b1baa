package io.tscwatch.checks.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is right, the TSC or another clock: the rate that the most independent sources agree on
 * (Marzullo's algorithm, K. Marzullo 1984, with sources in the place of clocks). The TSC is one of
 * the voters: it says that it runs at its nominal frequency.
 */
public sealed interface Vote {

  /** The witnesses whose intervals do not touch the rate that won; empty without a winner. */
  List<String> witnessesOut();

  /**
   * Other sources agree with the TSC, and nobody disagrees.
   *
   * @param by the witnesses
   * @param sources how many independent sources they are
   * @param rate what all of them allow
   */
  record TscConfirmed(List<String> by, int sources, RateInterval rate) implements Vote {
    @Override
    public List<String> witnessesOut() {
      return List.of();
    }
  }

  /**
   * Other sources agree with the TSC, and more of them than disagree.
   *
   * @param witnessesOut those that disagree
   */
  record WitnessOut(List<String> by, int sources, RateInterval rate, List<String> witnessesOut)
      implements Vote {}

  /**
   * At least two independent sources agree with each other and not with the TSC, and fewer with it.
   */
  record TscOut(List<String> by, int sources, RateInterval rate, List<String> witnessesOut)
      implements Vote {}

  /**
   * Too few sources to tell.
   *
   * @param missing how many more could
   * @param disagreeing the witnesses that contradict the TSC
   */
  record NoQuorum(int missing, List<String> disagreeing) implements Vote {
    @Override
    public List<String> witnessesOut() {
      return List.of();
    }
  }

  /** One line for people. */
  default String sentence() {
    if (this instanceof TscConfirmed confirmed) {
      return "The TSC's rate is confirmed by "
          + sources(confirmed.sources())
          + " ("
          + String.join(", ", confirmed.by())
          + ").";
    }
    if (this instanceof WitnessOut out) {
      return "The TSC's rate is confirmed by "
          + sources(out.sources())
          + " ("
          + String.join(", ", out.by())
          + "); wrong "
          + (out.witnessesOut().size() == 1 ? "is " : "are ")
          + String.join(", ", out.witnessesOut())
          + ".";
    }
    if (this instanceof TscOut out) {
      return "The TSC's rate is wrong: "
          + sources(out.sources())
          + " ("
          + String.join(", ", out.by())
          + ") agree against it.";
    }
    NoQuorum none = (NoQuorum) this;
    return none.disagreeing().isEmpty()
        ? "No quorum: no independent witness says anything of the TSC's rate yet; "
            + none.missing()
            + " are missing (one could confirm it, two could put it out)."
        : "No quorum: the TSC and "
            + String.join(", ", none.disagreeing())
            + " disagree; "
            + none.missing()
            + " more independent source is missing to tell which is wrong.";
  }

  private static String sources(int count) {
    return count + (count == 1 ? " independent source" : " independent sources");
  }

  /** Two against one: so many sources have to agree to outvote the TSC. */
  int QUORUM = 2;

  /**
   * Counts.
   *
   * @param claim what the TSC says of itself: 0, give or take its tolerance
   * @param ballots of independent witnesses, in any order
   */
  static Vote count(RateInterval claim, List<Ballot> ballots) {
    Optional<Camp> with = best(claim, ballots, true);
    Optional<Camp> without = best(claim, ballots, false);
    int forTsc = with.map(Camp::sources).orElse(0);
    int against = without.map(Camp::sources).orElse(0);
    if (forTsc >= 1 && forTsc + 1 > against) {
      Camp camp = with.get();
      List<String> out = camp.others(ballots);
      return out.isEmpty()
          ? new TscConfirmed(camp.names(), forTsc, camp.rate())
          : new WitnessOut(camp.names(), forTsc, camp.rate(), out);
    }
    if (against >= QUORUM && against > forTsc + 1) {
      Camp camp = without.get();
      return new TscOut(camp.names(), against, camp.rate(), camp.others(ballots));
    }
    List<String> disagreeing =
        ballots.stream()
            .filter(ballot -> ballot.rate().and(claim).isEmpty())
            .map(Ballot::witness)
            .toList();
    // One more source decides between two camps of equal size; with nobody there, two could.
    return new NoQuorum(ballots.isEmpty() ? QUORUM : 1, disagreeing);
  }

  /** A rate, and who allows it. */
  record Camp(RateInterval rate, List<Ballot> members) {
    int sources() {
      Set<String> sources = new TreeSet<>();
      members.forEach(member -> sources.add(member.source()));
      return sources.size();
    }

    List<String> names() {
      return members.stream().map(Ballot::witness).toList();
    }

    List<String> others(List<Ballot> all) {
      return all.stream()
          .filter(ballot -> ballot.rate().and(rate).isEmpty())
          .map(Ballot::witness)
          .toList();
    }
  }

  /**
   * The rate that most sources allow, inside the TSC's claim or outside of it. It is enough to look
   * at the ends of intervals: between two of them nothing changes.
   */
  private static Optional<Camp> best(RateInterval claim, List<Ballot> ballots, boolean inside) {
    List<Long> points = new ArrayList<>();
    for (Ballot ballot : ballots) {
      points.add(ballot.rate().minPicosPerSecond());
      points.add(ballot.rate().maxPicosPerSecond());
    }
    points.add(inside ? claim.minPicosPerSecond() : claim.minPicosPerSecond() - 1);
    points.add(inside ? claim.maxPicosPerSecond() : claim.maxPicosPerSecond() + 1);
    Optional<Camp> best = Optional.empty();
    for (long point : points) {
      if (claim.contains(point) == inside) {
        Camp camp = camp(point, claim, ballots, inside);
        if (camp.sources() > best.map(Camp::sources).orElse(0)
            || (camp.sources() > 0
                && camp.sources() == best.map(Camp::sources).orElse(0)
                && camp.members().size() > best.get().members().size())) {
          best = Optional.of(camp);
        }
      }
    }
    return best;
  }

  private static Camp camp(long point, RateInterval claim, List<Ballot> ballots, boolean inside) {
    List<Ballot> members = ballots.stream().filter(b -> b.rate().contains(point)).toList();
    RateInterval rate = inside ? claim : RateInterval.within(RateInterval.MOST);
    for (Ballot member : members) {
      rate = rate.and(member.rate()).orElseThrow();
    }
    return new Camp(rate, members);
  }
}
