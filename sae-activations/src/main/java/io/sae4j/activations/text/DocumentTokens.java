package io.sae4j.activations.text;

/** The tokens of one document after the other; of a document that is cut, those of one part after the other. */
final class DocumentTokens implements AutoCloseable {
    private final DocumentReader documents;
    private final Tokenizer tokenizer;
    private int[] tokens = {};
    private int next;
    private long document = -1;
    private boolean begins;

    DocumentTokens(DocumentReader documents, Tokenizer tokenizer) {
        this.documents = documents;
        this.tokenizer = tokenizer;
    }

    /** Whether there are tokens left; reads the next document or part where none is. */
    boolean ready() {
        return next < tokens.length || read();
    }

    private boolean read() {
        do {
            Document read = documents.next();
            if (read == null) {
                return false;
            }
            begins = read.number() != document;
            document = read.number();
            tokens = tokenizer.encode(read.text());
            next = 0;
        } while (tokens.length == 0);
        return true;
    }

    /** Tokens that are left of the present document or part. */
    int left() {
        return tokens.length - next;
    }

    /** Copies the next {@code count} tokens, without passing over them. */
    void copy(int[] out, int from, int count) {
        System.arraycopy(tokens, next, out, from, count);
    }

    void skip(int count) {
        next += count;
    }

    /** The present document's number. */
    long document() {
        return document;
    }

    /** Whether the present document has begun since this was asked last. */
    boolean takeBeginning() {
        boolean begun = begins;
        begins = false;
        return begun;
    }

    @Override
    public void close() {
        documents.close();
    }
}
