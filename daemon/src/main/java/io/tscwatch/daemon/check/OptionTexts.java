package io.tscwatch.daemon.check;

import io.tscwatch.config.format.WrongValueException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The values of options as text: as the command line has them, and as a record keeps them. One
 * parser understands both.
 *
 * @param byName by the option's name, dashes included
 */
record OptionTexts(SortedMap<String, String> byName) {

  OptionTexts {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  static OptionTexts of(Map<String, String> byName) {
    return new OptionTexts(new TreeMap<>(byName));
  }

  /** These, and the given ones in the place of those of the same name. */
  OptionTexts with(OptionTexts others) {
    SortedMap<String, String> texts = new TreeMap<>(byName);
    texts.putAll(others.byName);
    return new OptionTexts(texts);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** As on a command line, for messages. */
  String words(Collection<String> names) {
    StringBuilder words = new StringBuilder();
    for (String name : names) {
      if (byName.containsKey(name)) {
        words.append(words.isEmpty() ? "" : " ").append(name).append(' ').append(byName.get(name));
      }
    }
    return words.toString();
  }

  /**
   * The value of one option.
   *
   * @param absent the text where there is none
   * @throws IllegalArgumentException with a sentence that names option, value and what is allowed
   */
  <T> T parse(String name, String absent, Function<String, T> format) {
    String text = byName.getOrDefault(name, absent);
    try {
      return format.apply(text);
    } catch (WrongValueException e) {
      throw new IllegalArgumentException(name + " '" + text + "' " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " '" + text + "': " + e.getMessage(), e);
    }
  }
}
