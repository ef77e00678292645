// SPDX-License-Identifier: Apache-2.0
/** What watches over the parts of a running application: restarts, calls that do not end, room on the disk, the end. */
package io.thence.supervise;
