package io.tscwatch.daemon.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of one command.
 *
 * @param name the page's name: {@code tscwatch-config-check}
 * @param roff the page
 */
record ManualPage(String name, String roff) {

  /** The page of a command, from what its declaration says. */
  static ManualPage of(CommandLine command, String version) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    String name = pageName(spec);
    String description = plain(usage.description());
    Roff roff = new Roff();
    roff.title(name, version);
    roff.section("NAME");
    roff.paragraph(name + " - " + summary(usage, description));
    roff.section("SYNOPSIS");
    roff.literal(command.getHelp().synopsis(0));
    if (!description.isEmpty()) {
      roff.section("DESCRIPTION");
      roff.paragraph(description);
    }
    options(roff, spec);
    commands(roff, command);
    exitCodes(roff, usage.exitCodeList());
    footer(roff, usage);
    notes(roff, name);
    seeAlso(roff, command);
    return new ManualPage(name, roff.toString());
  }

  private static void options(Roff roff, CommandSpec spec) {
    List<PositionalParamSpec> parameters =
        spec.positionalParameters().stream().filter(parameter -> !parameter.hidden()).toList();
    List<OptionSpec> options = spec.options().stream().filter(option -> !option.hidden()).toList();
    if (!parameters.isEmpty()) {
      roff.section("ARGUMENTS");
      parameters.forEach(parameter -> roff.item(parameter.paramLabel(), explanation(parameter)));
    }
    if (!options.isEmpty()) {
      roff.section("OPTIONS");
      options.forEach(option -> roff.item(term(option), explanation(option)));
    }
  }

  private static void commands(Roff roff, CommandLine command) {
    List<CommandLine> visible = ManualPages.visibleSubcommands(command);
    if (visible.isEmpty()) {
      return;
    }
    roff.section("COMMANDS");
    for (CommandLine subcommand : visible) {
      CommandSpec spec = subcommand.getCommandSpec();
      UsageMessageSpec usage = spec.usageMessage();
      roff.item(pageName(spec) + "(1)", summary(usage, plain(usage.description())));
    }
  }

  private static void exitCodes(Roff roff, Map<String, String> exitCodes) {
    if (!exitCodes.isEmpty()) {
      roff.section("EXIT STATUS");
      exitCodes.forEach((code, meaning) -> roff.item(code.strip(), plain(meaning)));
    }
  }

  /** Examples mostly; the footer's heading says. */
  private static void footer(Roff roff, UsageMessageSpec usage) {
    String text = plain(usage.footer());
    if (!text.isEmpty()) {
      String heading = plain(usage.footerHeading()).replace(":", "");
      roff.section(heading.isEmpty() ? "NOTES" : heading.toUpperCase(Locale.ROOT));
      roff.literal(text);
    }
  }

  /**
   * Sections that a page has beyond what {@code --help} tells, from {@code NAME.txt} beside this
   * class: paragraphs between empty lines; {@code # heading} begins a section, {@code term | what
   * it means} is an item of a list.
   */
  private static void notes(Roff roff, String name) {
    for (String paragraph : notes(name).split("\n\n+", -1)) {
      String text = paragraph.replaceAll("\\s+", " ").strip();
      int bar = text.indexOf(" | ");
      if (text.startsWith("# ")) {
        roff.section(text.substring(2).toUpperCase(Locale.ROOT));
      } else if (bar > 0) {
        roff.item(text.substring(0, bar), text.substring(bar + 3));
      } else if (!text.isEmpty()) {
        roff.paragraph(text);
      }
    }
  }

  private static String notes(String name) {
    try (InputStream in = ManualPage.class.getResourceAsStream(name + ".txt")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ".txt", e);
    }
  }

  private static void seeAlso(Roff roff, CommandLine command) {
    CommandLine parent = command.getParent();
    if (parent != null) {
      roff.section("SEE ALSO");
      roff.paragraph(pageName(parent.getCommandSpec()) + "(1)");
    }
  }

  private static String pageName(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private static String term(OptionSpec option) {
    String names = String.join(", ", option.names());
    boolean hasValue = option.arity().max() > 0;
    return hasValue ? names + " " + option.paramLabel() : names;
  }

  private static String explanation(ArgSpec argument) {
    // Formatted already, unlike the texts of a command.
    return withoutMarkup(List.of(argument.description()));
  }

  /** What apropos(1) shows: the header, or else the description's first sentence. */
  private static String summary(UsageMessageSpec usage, String description) {
    String header = plain(usage.header());
    String text = header.isEmpty() ? description : header;
    String sentence = text.replaceAll("(?s)\\.(\\s.*)?$", "").replaceAll("\\s+", " ").strip();
    return sentence.isEmpty() ? "part of tscwatch" : sentence;
  }

  private static String plain(String... templates) {
    return withoutMarkup(Stream.of(templates).map(template -> String.format(template)).toList());
  }

  private static String withoutMarkup(List<String> lines) {
    return lines.stream()
        .map(line -> Help.Ansi.OFF.new Text(line).toString())
        .collect(Collectors.joining("\n"))
        .stripIndent()
        .strip();
  }
}
