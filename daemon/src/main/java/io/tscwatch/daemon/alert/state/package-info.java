/** How the telling of others does: made by the alerts, shown by status and metrics. */
package io.tscwatch.daemon.alert.state;
