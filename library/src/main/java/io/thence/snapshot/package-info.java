// SPDX-License-Identifier: Apache-2.0
/** States of folds kept on disk: a cache of the log, used only where log and code bear it out. */
@NullMarked
package io.thence.snapshot;

import org.jspecify.annotations.NullMarked;
