// SPDX-License-Identifier: Apache-2.0
/** A live page for a running application: {@link io.thence.server.http.PageServer}, on this machine only. */
@NullMarked
package io.thence.server.http;

import org.jspecify.annotations.NullMarked;
