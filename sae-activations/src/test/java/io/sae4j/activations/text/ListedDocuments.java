package io.sae4j.activations.text;

import java.util.Iterator;
import java.util.List;

/** Documents in memory. */
record ListedDocuments(List<Document> documents) implements Documents {
    @Override
    public DocumentReader open() {
        Iterator<Document> left = documents.iterator();
        return new DocumentReader() {
            @Override
            public Document next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {}
        };
    }
}
