package io.sae4j.activations.file;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The cells of a text file, one after the other, with their places. A cell may stand in double quotes, a quote in it is
 * doubled, and it holds no line break. Spaces around a cell are dropped. Only the current cell is in memory.
 */
final class CsvCells implements AutoCloseable {
    /** Longer than any number or sensible name; bounds what a file without delimiters takes. */
    private static final int MAX_CELL_BYTES = 4096;

    private static final int END = CsvBytes.END;
    private static final int BEFORE_START = -2;

    private final Path file;
    private final CsvBytes bytes;
    private final char delimiter;
    private final byte[] cell = new byte[MAX_CELL_BYTES];
    private int length;
    private long line;
    private int column;
    /** The byte that ended the current cell: delimiter, line feed or end of file. */
    private int ended = BEFORE_START;

    private boolean quoted;

    private CsvCells(Path file, CsvBytes bytes, char delimiter) {
        this.file = file;
        this.bytes = bytes;
        this.delimiter = delimiter;
    }

    /** Opens {@code file} after its first lines that begin with {@code '#'}. */
    static CsvCells open(Path file, char delimiter) {
        try {
            CsvCells cells = new CsvCells(file, CsvBytes.open(file), delimiter);
            cells.skipComments();
            return cells;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private void skipComments() throws IOException {
        while (bytes.peek() == '#') {
            int b;
            do {
                b = bytes.read();
            } while (b != '\n' && b != END);
            line++;
        }
    }

    /** Moves to the next cell; false at the end of the file. */
    boolean next() {
        if (ended == END) {
            return false;
        }
        if (ended == delimiter) {
            column++;
        } else {
            line++;
            column = 1;
        }
        length = 0;
        quoted = false;
        try {
            readCell();
        } catch (IOException e) {
            throw failure(file, e);
        }
        return true;
    }

    private void readCell() throws IOException {
        int b = read();
        while (b == ' ') {
            b = read();
        }
        if (b == '"') {
            quoted = true;
            b = readQuoted();
        }
        while (b != delimiter && b != '\n' && b != END) {
            if (quoted && b != ' ') {
                throw wrong("text follows the closing quote");
            }
            if (!quoted) {
                add(b);
            }
            b = read();
        }
        ended = b;
        while (!quoted && length > 0 && cell[length - 1] == ' ') {
            length--;
        }
    }

    /** Reads to the closing quote; returns the byte after it. */
    private int readQuoted() throws IOException {
        while (true) {
            int b = read();
            if (b == '"') {
                b = read();
                if (b != '"') {
                    return b;
                }
            } else if (b == '\n' || b == END) {
                throw wrong("the quotes are not closed on this line");
            }
            add(b);
        }
    }

    private int read() throws IOException {
        int b = bytes.read();
        if (b == 0) {
            throw wrong("there is a zero byte, so it is not a text file that can be read (UTF-8 or ASCII)");
        }
        return b;
    }

    private void add(int b) {
        if (length == MAX_CELL_BYTES) {
            throw wrong("the cell is longer than " + MAX_CELL_BYTES + " bytes");
        }
        cell[length++] = (byte) b;
    }

    String text() {
        return new String(cell, 0, length, StandardCharsets.UTF_8);
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether the line of the current cell is empty: it has this cell alone, and no character. */
    boolean isEmptyLine() {
        return column == 1 && endsLine() && length == 0 && !quoted;
    }

    /** Whether the current cell is the last of its line. */
    boolean endsLine() {
        return ended != delimiter;
    }

    /** Line of the current cell, counted from 1. */
    long line() {
        return line;
    }

    /** Place of the current cell in its line, counted from 1. */
    int column() {
        return column;
    }

    /** What to throw when the current cell is wrong. */
    FormatException wrong(String problem) {
        return new FormatException(file, "line " + line + ", column " + column + ": " + problem);
    }

    /** What to throw when the current line is wrong. */
    FormatException wrongLine(String problem) {
        return new FormatException(file, "line " + line + ": " + problem);
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static UncheckedIOException failure(Path file, IOException e) {
        return new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
}
