package io.tscwatch.bench.plot;

/**
 * How a series is told from the others: by its marker and dashes as much as by its colour, for
 * those who see no colour, and for printing. Colours after Okabe and Ito, lighter on dark ground.
 */
enum Style {
  CIRCLE("#0067a8", "#5fb4ee", "", "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z"),
  SQUARE("#b84a00", "#f08a4b", "7 3", "M-3 -3h6v6h-6z"),
  TRIANGLE("#007a5a", "#3cc9a0", "2 3", "M0 -4.2l4 7h-8z"),
  DIAMOND("#9b3f7d", "#e08fc5", "9 3 2 3", "M0 -4.4l4.4 4.4l-4.4 4.4l-4.4 -4.4z"),
  CROSS("#6b5d00", "#d9c545", "4 4", "M-3.5 -3.5l7 7m0 -7l-7 7"),
  PLUS("#4a4a4a", "#c4c4c4", "12 4", "M-4 0h8m-4 -4v8");

  private final String onLight;
  private final String onDark;
  private final String dashes;
  private final String marker;

  Style(String onLight, String onDark, String dashes, String marker) {
    this.onLight = onLight;
    this.onDark = onDark;
    this.dashes = dashes;
    this.marker = marker;
  }

  String onLight() {
    return onLight;
  }

  String onDark() {
    return onDark;
  }

  /** For stroke-dasharray; empty: a solid line. */
  String dashes() {
    return dashes;
  }

  /** The data of a path around 0, 0. */
  String marker() {
    return marker;
  }
}
