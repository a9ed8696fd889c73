package io.sae4j.product;

class OpenBlasLibraryTest extends ProductLibraryContract {
    OpenBlasLibraryTest() {
        super(new OpenBlasLibrary());
    }
}
