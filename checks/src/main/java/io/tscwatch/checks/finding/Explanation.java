package io.tscwatch.checks.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The page that explains a finding: what it means, how it is proven, what to do.
 *
 * @param text Markdown, readable as it is
 */
public record Explanation(FindingCode code, String text) {

  /**
   * The page of a code, from the class path beside this class.
   *
   * @throws IllegalStateException if there is none, which a test rules out
   */
  public static Explanation of(FindingCode code) {
    try (InputStream page =
        Explanation.class.getResourceAsStream("explain/" + code.code() + ".md")) {
      if (page == null) {
        throw new IllegalStateException("there is no page that explains " + code);
      }
      return new Explanation(code, new String(page.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
