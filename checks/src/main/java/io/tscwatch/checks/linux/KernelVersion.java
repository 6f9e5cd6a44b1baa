package io.tscwatch.checks.linux;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two numbers of a kernel release that decide which rules it follows. Distributions port rules
 * back to older numbers, so "older" is never proof that a rule is missing.
 */
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {

  private static final Pattern START = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");

  /**
   * Reads a release such as {@code 6.1.0-18-amd64}; empty if it does not begin with two numbers.
   *
   * @param release the text of {@code /proc/sys/kernel/osrelease}
   */
  public static Optional<KernelVersion> parse(String release) {
    Matcher matcher = START.matcher(release.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
  }

  /** True for this version and every later one. */
  public boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(new KernelVersion(otherMajor, otherMinor)) >= 0;
  }

  @Override
  public int compareTo(KernelVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
