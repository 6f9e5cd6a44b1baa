/**
 * Holds the documents to the program: what they tell a reader to type runs, where they point is.
 */
package io.tscwatch.daemon.docs;
