package io.sae4j.onednn;

import io.sae4j.product.ProductLibraryContract;

class OneDnnLibraryTest extends ProductLibraryContract {
    OneDnnLibraryTest() {
        super(new OneDnnLibrary());
    }
}
