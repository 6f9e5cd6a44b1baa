/** What is shipped for other people's tools, tried with those tools. */
package io.tscwatch.daemon.integrations;
