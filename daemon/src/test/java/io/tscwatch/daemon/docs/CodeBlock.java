package io.tscwatch.daemon.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a document.
 *
 * @param file the document
 * @param line of the opening fence, from 1
 * @param language the info string's first word, empty without one
 * @param attributes the words after it
 */
record CodeBlock(Path file, int line, String language, List<String> attributes, String text) {

  /** How another exit code than 0 is written: {@code exit=2}. */
  private static final Pattern EXIT = Pattern.compile("exit=(\\d+)");

  /** All blocks of a document; an unclosed fence is a mistake. */
  static List<CodeBlock> of(Path file) throws IOException {
    List<CodeBlock> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("```")) {
        continue;
      }
      int start = i;
      StringBuilder text = new StringBuilder();
      for (i++; i < lines.size() && !lines.get(i).equals("```"); i++) {
        text.append(lines.get(i)).append('\n');
      }
      if (i == lines.size()) {
        throw new IOException(file + ":" + (start + 1) + ": this block is never closed");
      }
      List<String> words =
          Stream.of(lines.get(start).substring(3).strip().split("\\s+"))
              .filter(word -> !word.isEmpty())
              .toList();
      blocks.add(
          new CodeBlock(
              file,
              start + 1,
              words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT),
              words.isEmpty() ? List.of() : words.subList(1, words.size()),
              text.toString()));
    }
    return blocks;
  }

  /** The exit code that the block's last command is to have. */
  int exitCode() {
    for (String attribute : attributes) {
      Matcher matcher = EXIT.matcher(attribute);
      if (matcher.matches()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    return 0;
  }

  String place() {
    return file.getFileName() + ":" + line;
  }
}
