package io.tscwatch.checks.schedule;

import java.util.ArrayList;
import java.util.List;

/** Round-robin tournaments: everyone meets everyone once, in as few rounds as possible. */
final class Tournament {

  private Tournament() {}

  /** Two players of one round, by their index; {@code first < second}. */
  record Match(int first, int second) {}

  /**
   * The circle method: player 0 stays, the others move on by one seat a round, and who sits
   * opposite is met. With an odd number a seat stays empty, and whoever sits opposite rests.
   *
   * @param players at least 2
   * @return {@code players - 1} rounds if even, {@code players} rounds if odd
   */
  static List<List<Match>> rounds(int players) {
    int seats = players + players % 2;
    List<List<Match>> rounds = new ArrayList<>(seats - 1);
    for (int turn = 0; turn < seats - 1; turn++) {
      List<Match> matches = new ArrayList<>(seats / 2);
      for (int seat = 0; seat < seats / 2; seat++) {
        int one = playerAt(seat, turn, seats);
        int other = playerAt(seats - 1 - seat, turn, seats);
        if (Math.max(one, other) < players) {
          matches.add(new Match(Math.min(one, other), Math.max(one, other)));
        }
      }
      rounds.add(matches);
    }
    return rounds;
  }

  private static int playerAt(int seat, int turn, int seats) {
    return seat == 0 ? 0 : 1 + (seat - 1 + turn) % (seats - 1);
  }
}
