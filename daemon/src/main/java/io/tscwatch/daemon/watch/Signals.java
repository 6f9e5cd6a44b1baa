package io.tscwatch.daemon.watch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Signals to this process, one after the other, for the thread that waits for them.
 *
 * <p>The JDK has no public interface for signals. {@code sun.misc.Signal} of the module
 * jdk.unsupported is what everyone uses; it is reached by reflection, because a compiler that is
 * told to refuse warnings refuses every use of it.
 */
public final class Signals {

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  /**
   * Takes over some signals from the JVM.
   *
   * @param told told each of them at once, by a thread of the JVM's, whatever the waiting one does
   * @param names without SIG, such as {@code HUP}
   * @throws IllegalStateException if this JVM does not let go of one, as with {@code -Xrs}
   */
  public static Signals take(Consumer<String> told, String... names) {
    Signals signals = new Signals();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object queue =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> signals.receive(nameOf(arguments[0]), told);
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "signals of tscwatch";
                  });
      for (String name : names) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, queue);
      }
      return signals;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("signals cannot be received: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signals cannot be received: " + e, e);
    }
  }

  private boolean receive(String name, Consumer<String> told) {
    told.accept(name);
    return received.add(name);
  }

  private static String nameOf(Object signal) throws ReflectiveOperationException {
    return (String) signal.getClass().getMethod("getName").invoke(signal);
  }

  /** Waits for the next signal and gives its name, without SIG. */
  String next() throws InterruptedException {
    return received.take();
  }

  /** Waits for the next signal so long at most; empty if none came. */
  public Optional<String> next(long millis) throws InterruptedException {
    return Optional.ofNullable(received.poll(millis, TimeUnit.MILLISECONDS));
  }

  /** Puts a word among the signals, for whoever waits for them. */
  void say(String word) {
    received.add(word);
  }
}
