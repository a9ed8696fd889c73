package io.sae4j.product;

import io.sae4j.nd.Backend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With one thread per caller, as an engine has it. */
class OpenBlasLibraryTest extends ProductLibraryContract {
    private OpenBlas.SingleThreaded single;

    OpenBlasLibraryTest() {
        super(new OpenBlasLibrary());
    }

    @BeforeAll
    void enter() {
        Backend.require();
        single = OpenBlas.SingleThreaded.enter();
    }

    @AfterAll
    void leave() {
        single.close();
    }
}
