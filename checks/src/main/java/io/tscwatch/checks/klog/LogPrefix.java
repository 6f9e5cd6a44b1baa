package io.tscwatch.checks.klog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the prefix off a line: everything that a log, a console or a quotation puts before the
 * kernel's own words. It is eaten part by part, in any order, until no part is known any more; what
 * is left has to be a kernel message from its first letter on.
 *
 * <p>Every part is anchored and possessive, so a line costs time linear in its length.
 */
final class LogPrefix {

  /** More parts than any log has; ends the loop on lines made to be long. */
  private static final int MAX_PARTS = 24;

  /** In any language: {@code Mar}, {@code M\u00e4r}, {@code Mai}, {@code d\u00e9c.}. */
  private static final String MONTH = "\\p{L}{3,5}\\.?";

  private static final String LEVEL =
      "(?:emerg|alert|crit|err|error|warn|warning|notice|info|debug)";

  /** Marks of quotations, lists and comments: {@code > }, {@code | }, {@code * }, {@code // }. */
  private static final Pattern QUOTE =
      Pattern.compile("(?:>|\\||\\*|#|//|`|\"|\\+|-(?= )|\u2026|\\.\\.\\.)++ ?+");

  /** {@code <4>}: priority, facility in the upper bits (RFC 3164, 4.1.1); RFC 5424 adds a 1. */
  private static final Pattern PRIORITY = Pattern.compile("<(\\d{1,3})>(?:1 (?=\\d{4}-))?+ ?+");

  /** {@code 4,123,456789,-;}: Documentation/ABI/testing/dev-kmsg; the third is microseconds. */
  private static final Pattern KMSG =
      Pattern.compile("(\\d{1,5}),\\d{1,20},(\\d{1,16}),[-+c](?:,[^;]{0,80}+)?+;");

  /** {@code [ 12.345678]}, and the forms with a thread or CPU or a difference behind it. */
  private static final Pattern SECONDS =
      Pattern.compile("\\[ ?(\\d{1,12})\\.(\\d{3,9})\\b[^\\]]{0,24}+\\] ?+");

  /** {@code [Mon Jan 1 00:00:00 2024]}, {@code [ C7]}, {@code [T123@C3]}, {@code [+0.000012]}. */
  private static final Pattern BRACKET =
      Pattern.compile("\\[(?=[^\\]]*\\d)([\\p{L}\\d .:,+<>@/_-]{1,60}+)\\]:?+ ?+");

  private static final Pattern ELLIPSIS =
      Pattern.compile("\\[ ?+(?:\\.\\.\\.|\u2026|snip) ?+\\] ?+");

  private static final Pattern ISO_TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?+(?: ?+(?:Z|UTC|[+-]\\d\\d:?+\\d\\d))?+) ?+");

  private static final Pattern SYSLOG_TIME =
      Pattern.compile(
          "((?:\\p{L}{2,3}\\.? )?"
              + MONTH
              + " \\d{1,2}(?: \\d{4})?+ \\d\\d?+:\\d\\d:\\d\\d(?:\\.\\d{1,9})?+(?: \\d{4}(?!\\S))?+) ?+");

  /** {@code journalctl -o short-full} begins with a weekday before an ISO date. */
  private static final Pattern WEEKDAY = Pattern.compile("\\p{L}{2,3} (?=\\d{4}-\\d\\d-\\d\\d )");

  private static final Pattern CLOCK_TIME =
      Pattern.compile("(\\d{1,2}:\\d\\d:\\d\\d(?:\\.\\d{1,9})?+) ");

  /** {@code dmesg -x}: {@code kern :warn : }; OpenWrt and Talos: {@code kern.info }. */
  private static final Pattern FACILITY =
      Pattern.compile(
          "(kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local[0-7]) ?+[:.] ?+"
              + LEVEL
              + "(?: ?+: ?+| ++)");

  private static final Pattern KERNEL_TAG = Pattern.compile("kernel(?:\\[\\d{1,7}\\])?+: ?+");

  /** {@code HOST kernel: }; RFC 5424's {@code HOST kernel - - - }. Behind a time only. */
  private static final Pattern HOST_AND_KERNEL_TAG =
      Pattern.compile("[\\w.:-]{0,63}[\\w.-] kernel(?:\\[\\d{1,7}\\])?+(?:: ?+| - \\S{1,32} - )");

  /** A serial console on which nobody has logged in yet. */
  private static final Pattern LOGIN = Pattern.compile("[\\w.-]{1,64} login: (?=\\[)");

  /** A console on which a shell waits: {@code root@host:~# }. */
  private static final Pattern PROMPT = Pattern.compile("[\\w@.:~/-]{0,64}+ ?+[#$] ?+(?=\\[)");

  /** {@code logcat -b kernel}: {@code 01-02 03:04:05.678 root 0 0 W }. */
  private static final Pattern LOGCAT =
      Pattern.compile(
          "(\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (?:root )?+\\d{1,7} \\d{1,7} [VDIWEF] (?:: )?+");

  /** Old Android kernels: CPU and process behind the time. */
  private static final Pattern CPU_AND_PROCESS = Pattern.compile("c\\d{1,3} \\d{1,7} ");

  /** {@code journalctl -o export}. */
  private static final Pattern EXPORT = Pattern.compile("MESSAGE=");

  private static final List<Pattern> STAMPS = List.of(LOGCAT, ISO_TIME, SYSLOG_TIME, CLOCK_TIME);
  private static final List<Pattern> MARKS = List.of(KERNEL_TAG, EXPORT, LOGIN, PROMPT);
  private static final List<Pattern> SILENT = List.of(QUOTE, ELLIPSIS, WEEKDAY);

  private final long number;
  private String rest;
  private OptionalLong bootNanos = OptionalLong.empty();
  private Optional<String> stamp = Optional.empty();
  private boolean prefixed;
  private boolean fromKernel = true;

  private LogPrefix(long number, String rest) {
    this.number = number;
    this.rest = rest;
  }

  /** Takes one raw line apart. */
  static LogLine strip(long number, String raw) {
    LogPrefix prefix = new LogPrefix(number, LogText.cleaned(raw));
    int parts = 0;
    while (parts < MAX_PARTS && prefix.eatOne()) {
      parts++;
    }
    return prefix.line();
  }

  private boolean eatOne() {
    return eatSilent() || eatOrigin() || eatBracket() || eatStamp() || eatMark();
  }

  private boolean eatSilent() {
    for (Pattern pattern : SILENT) {
      if (eat(pattern).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The parts that tell whether the kernel or a program wrote the line. */
  private boolean eatOrigin() {
    Optional<Matcher> kmsg = eat(KMSG);
    if (kmsg.isPresent()) {
      prefixed = true;
      fromKernel &= Integer.parseInt(kmsg.get().group(1)) >> 3 == 0;
      bootNanos = OptionalLong.of(Long.parseLong(kmsg.get().group(2)) * 1000);
      return true;
    }
    Optional<Matcher> priority = eat(PRIORITY);
    if (priority.isPresent()) {
      prefixed = true;
      fromKernel &= Integer.parseInt(priority.get().group(1)) >> 3 == 0;
      return true;
    }
    Optional<Matcher> facility = eat(FACILITY);
    facility.ifPresent(
        m -> {
          prefixed = true;
          fromKernel &= m.group(1).equals("kern");
        });
    return facility.isPresent();
  }

  private boolean eatBracket() {
    Optional<Matcher> seconds = eat(SECONDS);
    if (seconds.isPresent()) {
      prefixed = true;
      String whole = seconds.get().group(1);
      // Up to 9 digits are 31 years. Longer is a clock that wrapped, as after some resumes.
      if (whole.length() <= 9) {
        long nanos = Long.parseLong((seconds.get().group(2) + "000000").substring(0, 9));
        bootNanos = OptionalLong.of(Long.parseLong(whole) * 1_000_000_000 + nanos);
      }
      return true;
    }
    Optional<Matcher> bracket = eat(BRACKET);
    bracket.ifPresent(
        m -> {
          prefixed = true;
          if (m.group(1).indexOf(':') >= 0 && stamp.isEmpty()) {
            stamp = Optional.of(m.group(1).strip());
          }
        });
    return bracket.isPresent();
  }

  private boolean eatStamp() {
    for (Pattern pattern : STAMPS) {
      Optional<Matcher> found = eat(pattern);
      if (found.isPresent()) {
        prefixed = true;
        stamp = stamp.isPresent() ? stamp : Optional.of(found.get().group(1));
        return true;
      }
    }
    return prefixed && eat(CPU_AND_PROCESS).isPresent();
  }

  private boolean eatMark() {
    for (Pattern pattern : MARKS) {
      if (eat(pattern).isPresent()) {
        prefixed = true;
        return true;
      }
    }
    return prefixed && eat(HOST_AND_KERNEL_TAG).isPresent();
  }

  private Optional<Matcher> eat(Pattern pattern) {
    Matcher matcher = pattern.matcher(rest);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    rest = rest.substring(matcher.end());
    return Optional.of(matcher);
  }

  private LogLine line() {
    String text = rest.strip();
    boolean softBreak = text.endsWith("=");
    int end = text.length();
    while (end > 0 && "=`\"|\\ ".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    String message = fromKernel ? text.substring(0, end) : "";
    return new LogLine(number, bootNanos, stamp, prefixed, softBreak, message);
  }
}
