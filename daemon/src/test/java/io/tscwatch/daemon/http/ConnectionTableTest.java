package io.tscwatch.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

  private static final long SECOND = 1_000_000_000L;

  private long now = -5 * SECOND;
  private final ConnectionTable table = new ConnectionTable(2, 10 * SECOND, () -> now);
  private final List<Connection> opened = new ArrayList<>();

  @Test
  void theOneThatWaitedLongestGivesWay() {
    Connection first = open();
    Connection second = open();
    Connection third = open();

    assertThat(isOpen(first)).isFalse();
    assertThat(isOpen(second)).isTrue();
    assertThat(isOpen(third)).isTrue();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void whatIsBeingAnsweredDoesNotGiveWay() {
    Connection answered = open();
    table.answering(answered);
    Connection waiting = open();
    Connection newest = open();

    assertThat(isOpen(answered)).isTrue();
    assertThat(isOpen(waiting)).isFalse();
    assertThat(isOpen(newest)).isTrue();
  }

  @Test
  void aNewOneIsClosedIfAllAreBeingAnswered() {
    Connection one = open();
    Connection other = open();
    table.answering(one);
    table.streaming(other);

    assertThat(isOpen(open())).isFalse();
    assertThat(isOpen(one)).isTrue();
    assertThat(isOpen(other)).isTrue();
  }

  @Test
  void aRequestThatTricklesInIsCutOffAndAnEventStreamIsNot() {
    Connection trickling = open();
    Connection stream = open();
    table.streaming(stream);
    now += 10 * SECOND - 1;
    table.closeLate();
    assertThat(isOpen(trickling)).isTrue();
    now += 1;
    table.closeLate();

    assertThat(isOpen(trickling)).isFalse();
    assertThat(isOpen(stream)).isTrue();
  }

  @Test
  void anAnswerThatIsNotTakenIsCutOffAfterAMinute() {
    Connection slow = open();
    table.answering(slow);
    now += 60 * SECOND;
    table.closeLate();
    assertThat(isOpen(slow)).isTrue();
    now += 1;
    table.closeLate();

    assertThat(isOpen(slow)).isFalse();
  }

  @Test
  void aClosedOneIsForgottenForGood() {
    Connection gone = open();
    table.onClosed(gone);
    table.answered(gone);

    assertThat(table.size()).isZero();
  }

  private Connection open() {
    now++;
    Connection connection =
        new AbstractConnection(new ByteArrayEndPoint(), Runnable::run) {
          @Override
          public void onFillable() {}
        };
    opened.add(connection);
    table.onOpened(connection);
    return connection;
  }

  private static boolean isOpen(Connection connection) {
    return connection.getEndPoint().isOpen();
  }
}
