package io.sae4j.cli;

import java.io.PrintStream;

/** Runs {@code sae} as a process: keeps stdout for results, ends work in order on a signal, sets the exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintStream results = System.out;
        // ND4J and its friends print to stdout now and then; a reader of results must not see it.
        System.setOut(System.err);
        Interruption interruption = new Interruption();
        interruption.installHook();
        int exit = ExitCodes.FAILED;
        try {
            exit = Cli.run(new Session(results, System.err, Terminal.isStderr(), interruption), args);
        } finally {
            results.flush();
            interruption.finished();
        }
        System.exit(exit);
    }
}
