package io.tscwatch.daemon.manual;

import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** All manual pages of a command and its subcommands, and the completion script for bash. */
public final class ManualPages {
  private ManualPages() {}

  /** Those of {@code tscwatch}, into the folder that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    write(Main.commandLine(), Path.of(arguments[0]));
  }

  /** Writes {@code FOLDER/man1/*.1} and {@code FOLDER/completions/NAME}. */
  static void write(CommandLine command, Path folder) throws IOException {
    String version = String.join(" ", command.getCommandSpec().version());
    Path pages = Files.createDirectories(folder.resolve("man1"));
    for (ManualPage page : pagesOf(command, version)) {
      Files.writeString(pages.resolve(page.name() + ".1"), page.roff());
    }
    String name = command.getCommandName();
    Path completions = Files.createDirectories(folder.resolve("completions"));
    Files.writeString(completions.resolve(name), completion(command));
  }

  static List<ManualPage> pagesOf(CommandLine command, String version) {
    List<ManualPage> pages = new ArrayList<>(List.of(ManualPage.of(command, version)));
    for (CommandLine subcommand : visibleSubcommands(command)) {
      pages.addAll(pagesOf(subcommand, version));
    }
    return pages;
  }

  /** Each once, whatever its aliases, without the hidden ones. */
  static List<CommandLine> visibleSubcommands(CommandLine command) {
    return new LinkedHashSet<>(command.getSubcommands().values())
        .stream()
            .filter(subcommand -> !subcommand.getCommandSpec().usageMessage().hidden())
            .toList();
  }

  /** picocli's script for bash, to be sourced: without the line that would make it a program. */
  static String completion(CommandLine command) {
    return AutoComplete.bash(command.getCommandName(), command).replaceFirst("^#!.*\\R", "");
  }
}
