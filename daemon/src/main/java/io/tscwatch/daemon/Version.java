package io.tscwatch.daemon;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the manifest of the jar. */
public final class Version implements IVersionProvider {

  /** For example {@code 0.1.0}. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tscwatch " + text()};
  }
}
