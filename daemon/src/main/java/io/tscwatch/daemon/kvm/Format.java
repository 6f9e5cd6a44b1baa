package io.tscwatch.daemon.kvm;

/** How an answer is written. */
enum Format {
  text,
  json
}
