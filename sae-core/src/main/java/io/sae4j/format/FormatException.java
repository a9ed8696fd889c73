package io.sae4j.format;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file whose content cannot be used. The message names the file and the problem. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String problem;

    public FormatException(Path file, String problem) {
        this(file.toString(), problem, null);
    }

    public FormatException(Path file, String problem, @Nullable Throwable cause) {
        this(file.toString(), problem, cause);
    }

    /** @param file the file, or the place within one (an archive's entry) */
    public FormatException(String file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file;
        this.problem = problem;
    }

    /** The file, as it was given; an archive's entry follows after {@code '!'}. */
    public String file() {
        return file;
    }

    /** What is wrong with it, without the file name. */
    public String problem() {
        return problem;
    }
}
