package io.tscwatch.checks.klog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Finds which message of the kernel a text is.
 *
 * <p>A pattern has to match all of it: a text that is not exactly one of the messages may be
 * somebody's prose, another clock's, or damaged, and gives nothing.
 */
final class MessageTable {

  /** What a text is. */
  sealed interface Lookup {

    /** It is this message. */
    record Found(Fragment fragment) implements Lookup {}

    /** It is the beginning of a message: the rest may be on the next line. */
    record Incomplete() implements Lookup {}

    /** It is no message about the TSC. */
    record Unknown() implements Lookup {}
  }

  private static final Lookup INCOMPLETE = new Lookup.Incomplete();
  private static final Lookup UNKNOWN = new Lookup.Unknown();

  /** Less is the beginning of almost anything. */
  private static final int MIN_INCOMPLETE_CHARS = 8;

  /** The kernel's own limit is 976; a longer text costs no time. */
  private static final int MAX_MESSAGE_CHARS = 1024;

  private static final List<KernelMessage> MESSAGES =
      Stream.of(WatchdogMessages.ALL, TscMessages.ALL).flatMap(List::stream).toList();

  private MessageTable() {}

  static Lookup lookup(String text) {
    if (text.isEmpty() || text.length() > MAX_MESSAGE_CHARS) {
      return UNKNOWN;
    }
    boolean incomplete = false;
    for (KernelMessage message : MESSAGES) {
      Matcher matcher = message.pattern().matcher(text);
      if (matcher.matches()) {
        Optional<Fragment> fragment = message.meaning().apply(matcher);
        return fragment.<Lookup>map(Lookup.Found::new).orElse(UNKNOWN);
      }
      incomplete |= matcher.hitEnd();
    }
    return incomplete && text.length() >= MIN_INCOMPLETE_CHARS ? INCOMPLETE : UNKNOWN;
  }
}
