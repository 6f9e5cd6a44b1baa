package io.tscwatch.systemd.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.logging.log4j.core.pattern.DatePatternConverter;
import org.apache.logging.log4j.core.pattern.LevelPatternConverter;
import org.apache.logging.log4j.core.pattern.LineSeparatorPatternConverter;
import org.apache.logging.log4j.core.pattern.LoggerPatternConverter;
import org.apache.logging.log4j.core.pattern.MessagePatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;
import org.apache.logging.log4j.core.pattern.ThreadNamePatternConverter;

/**
 * A class loader for the start of Log4j, whose list of plug-ins has only those that the start uses.
 *
 * <p>Each context begins with a DefaultConfiguration, before it is given the one it is for. The
 * pattern of that asks for the plug-ins, and PluginRegistry.decodeCacheFiles() then loads all three
 * hundred classes of the list: 2 MiB, and a tenth of a second, for nothing. An empty list does not
 * help: Log4j then goes through its whole jar.
 */
final class FewPlugins extends ClassLoader {
  /** PluginProcessor.PLUGIN_CACHE_FILE. */
  static final String LIST =
      "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";

  /** Those of DefaultConfiguration.DEFAULT_PATTERN. */
  private static final List<Class<?>> CONVERTERS =
      List.of(
          DatePatternConverter.class,
          LevelPatternConverter.class,
          LineSeparatorPatternConverter.class,
          LoggerPatternConverter.class,
          MessagePatternConverter.class,
          ThreadNamePatternConverter.class);

  private static final URLStreamHandler HANDLER =
      new URLStreamHandler() {
        @Override
        protected URLConnection openConnection(URL url) {
          return new URLConnection(url) {
            @Override
            public void connect() {
              // The list is in memory.
            }

            @Override
            public InputStream getInputStream() throws IOException {
              return new ByteArrayInputStream(list());
            }
          };
        }
      };

  FewPlugins(ClassLoader parent) {
    super(parent);
  }

  /** Does something with this as the thread's class loader, which is the one that Log4j asks. */
  static <T> T during(Supplier<T> start) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new FewPlugins(FewPlugins.class.getClassLoader()));
    try {
      return start.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(LIST)
        ? Collections.enumeration(List.of(new URL("memory", "", -1, name, HANDLER)))
        : super.getResources(name);
  }

  /** The list, in the format of {@code PluginCache.writeCache}. */
  private static byte[] list() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(1);
    out.writeUTF(PatternConverter.CATEGORY.toLowerCase(Locale.ROOT));
    out.writeInt(CONVERTERS.size());
    for (Class<?> converter : CONVERTERS) {
      out.writeUTF(converter.getSimpleName());
      out.writeUTF(converter.getName());
      out.writeUTF(converter.getSimpleName());
      out.writeBoolean(false);
      out.writeBoolean(false);
    }
    return bytes.toByteArray();
  }
}
