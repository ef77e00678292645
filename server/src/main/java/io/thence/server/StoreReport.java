// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.log.check.VerifyReport;

/**
 * What a check of a directory found.
 *
 * @param log       of its log, with the damages of everything
 * @param keys      keys of persons, erased ones too, that were checked
 * @param erasures  entries of the list of those who were forgotten that were checked
 * @param snapshots frames of the log with states of folds that were checked
 */
public record StoreReport(VerifyReport log, long keys, long erasures, long snapshots) {

    /** Whether there is no damage. */
    public boolean isGood() {
        return log.isGood();
    }
}
