package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer, as text; the rest is not wanted, however long it is. */
final class FirstBytes implements BodySubscriber<String> {

  static final int MOST = 512;

  private final CompletableFuture<String> body = new CompletableFuture<>();
  private final ByteBuffer first = ByteBuffer.allocate(MOST);
  private Flow.@Nullable Subscription subscription;

  @Override
  public CompletionStage<String> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      ByteBuffer part = buffer.slice(buffer.position(), Math.min(buffer.remaining(), left()));
      first.put(part);
    }
    Flow.Subscription more = subscription;
    if (left() == 0) {
      onComplete();
    }
    if (more != null) {
      if (left() == 0) {
        more.cancel();
      } else {
        more.request(1);
      }
    }
  }

  private int left() {
    return first.remaining();
  }

  @Override
  public void onError(Throwable thrown) {
    body.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    body.complete(new String(first.array(), 0, first.position(), UTF_8));
  }
}
