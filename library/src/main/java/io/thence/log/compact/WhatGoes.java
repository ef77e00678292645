// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.segment.FrameHeader;

/** Says which events and which batches may go, as of one moment. */
public interface WhatGoes {

    /** Whether a batch is so young that nothing of it goes. */
    boolean isYoung(FrameHeader header);

    /** Whether a batch that has no events goes, or none any more: nobody asks for its command again. */
    boolean goesEmpty(FrameHeader header, BatchHead head);

    /** Whether an event goes that is old enough. */
    boolean goes(FrameHeader header, BatchRecord event, long position);
}
