/**
 * The page in a real browser, which is driven by chromedriver: the W3C's WebDriver protocol is a
 * dozen JSON requests, and the JDK's HTTP client and the tests' Jackson are there already.
 *
 * <p>Run by {@code ./verify --page}; pictures are left in {@code daemon/target/page}.
 */
package io.tscwatch.daemon.page;
