// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.ThenceException.BadRequest;
import java.io.IOException;
import java.util.List;

/** An application with data to run it on, and questions whose answers others have computed. */
public interface Example {

    /** The application that is fed and asked. */
    Application application();

    /** What runs: the application, and those that share its store. */
    default Deployment deployment() {
        return Deployment.named(application().name()).with(application());
    }

    /** The files that it is fed from, below the folder of data sets, such as {@code bank/trans.csv}. */
    List<String> files();

    /**
     * Holds the options against the files, before anything is fed.
     *
     * @throws BadRequest if one names nothing that is there: the message lists what there is
     */
    default void check() throws IOException {}

    /** Sends everything, as commands. Repeated, it sends the same commands under the same ids. */
    void feed(Sender sender) throws IOException;

    /** What can be asked when it is fed. */
    Questions questions();
}
