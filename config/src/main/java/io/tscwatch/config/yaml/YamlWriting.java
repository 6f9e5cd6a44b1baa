package io.tscwatch.config.yaml;

import java.util.regex.Pattern;

/** Writes single values so that any YAML reader reads them back as they were. */
public final class YamlWriting {

  /** Plain without doubt: no indicator, no colon before a blank, nothing that begins a comment. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/.](?:[A-Za-z0-9/._,%+-]|:(?=\\S)| (?=\\S))*");

  private YamlWriting() {}

  /** The text as a plain scalar where that is safe, else in single quotes. */
  public static String scalar(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }
}
