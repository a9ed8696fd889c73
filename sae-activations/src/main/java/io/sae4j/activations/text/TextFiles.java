package io.sae4j.activations.text;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents in files, streamed: at most one document is in memory, and of one that has more characters than
 * {@link #maxCharacters} one part.
 *
 * <p>A file whose name ends with {@code .jsonl} or {@code .ndjson} has one JSON object a line, with the text in a field. Any
 * other is UTF-8 text: one document, exactly as it stands, unless a separator is named; white space around separated
 * documents is dropped. Blank documents are not counted. Immutable; each {@code with…} gives a changed copy.
 *
 * <pre>{@code
 * Documents stories = TextFiles.of(List.of("stories/*.txt")).separatedBy("<|endoftext|>");
 * }</pre>
 */
public final class TextFiles implements Documents {
    /** Where a longer document is cut. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private static final String JSON_FIELD = "text";

    private final List<Path> files;
    private final TextSplit split;
    private final String jsonField;
    private final int maxCharacters;

    private TextFiles(List<Path> files, TextSplit split, String jsonField, int maxCharacters) {
        this.files = files;
        this.split = split;
        this.jsonField = jsonField;
        this.maxCharacters = maxCharacters;
    }

    /**
     * Files, in the order given. What a directory or pattern stands for is found now, and sorted by path.
     *
     * @param places each a file; a directory, for all {@code .txt}, {@code .jsonl} and {@code .ndjson} files at any depth
     *     in it; or a glob such as {@code data/*.txt}, in whose last parts {@code *}, {@code ?}, {@code [abc]},
     *     <code>{a,b}</code> and {@code **} have a meaning
     * @throws IllegalArgumentException when one of them stands for no file
     * @throws UncheckedIOException when a directory cannot be read
     */
    public static TextFiles of(List<String> places) {
        checkArgument(!places.isEmpty(), "no text file given");
        List<Path> files = new ArrayList<>();
        for (String place : places) {
            files.addAll(TextFilePlaces.find(place));
        }
        return new TextFiles(List.copyOf(files), TextSplit.NONE, JSON_FIELD, MAX_CHARACTERS);
    }

    /** @param marker what stands between two documents of a text file, for instance {@code <|endoftext|>} */
    public TextFiles separatedBy(String marker) {
        checkArgument(!marker.isEmpty(), "marker must not be empty; see separatedByBlankLines");
        return new TextFiles(files, TextSplit.marker(marker), jsonField, maxCharacters);
    }

    /** Documents of a text file are separated by lines without anything but white space. */
    public TextFiles separatedByBlankLines() {
        return new TextFiles(files, TextSplit.blankLines(), jsonField, maxCharacters);
    }

    /** @param field which field of a JSON line has the text; {@code text} when not set */
    public TextFiles jsonField(String field) {
        return new TextFiles(files, split, field, maxCharacters);
    }

    /**
     * Where documents are cut that are too long to be held and tokenised as a whole. The parts keep the document's number
     * but no window spans them, and at a cut tokens may differ from those of the uncut text.
     *
     * @param characters most UTF-16 units of a part, at least 2; {@value #MAX_CHARACTERS} when not set. A cut is made after
     *     a line break in the part's second half, else after white space there, else where the part is full
     */
    public TextFiles maxCharacters(int characters) {
        checkArgument(characters >= 2, "maxCharacters must be at least 2, got %s", characters);
        return new TextFiles(files, split, jsonField, characters);
    }

    /** The files, in order. */
    public List<Path> files() {
        return files;
    }

    @Override
    public DocumentReader open() {
        return new TextFileReader(files.iterator(), this::openFile);
    }

    private PieceReader openFile(Path file) {
        return TextFilePlaces.isJsonLines(file)
                ? new JsonLinePieces(new JsonLines(file), jsonField, maxCharacters)
                : new PlainTextPieces(new Utf8Reader(file), split, maxCharacters);
    }
}
