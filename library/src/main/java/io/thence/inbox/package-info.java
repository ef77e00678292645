// SPDX-License-Identifier: Apache-2.0
/**
 * Has this message been handled by this consumer? {@link io.thence.inbox.Inbox} is the port;
 * {@link io.thence.inbox.JdbcInbox} answers in the transaction of one's own tables, {@link io.thence.inbox.LogInbox} in
 * the append of events.
 */
@NullMarked
package io.thence.inbox;

import org.jspecify.annotations.NullMarked;
