package io.sae4j.product;

import com.google.common.base.Suppliers;
import io.sae4j.nd.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the product library to use, once per process; a system property forces one. */
public final class ProductLibraries {
    /** Names the library to use instead of the fastest that runs here. */
    public static final String PROPERTY = "sae4j.product";

    private static final Logger log = LoggerFactory.getLogger(ProductLibraries.class);

    private ProductLibraries() {}

    /** Unlike a class that is initialised on demand, it fails in the same way each time. */
    private static final Supplier<Optional<ProductLibrary>> CHOSEN = Suppliers.memoize(ProductLibraries::choose);

    /**
     * The library to use; empty when none runs here. The choice and its reason are logged once.
     *
     * @throws IllegalArgumentException when the property names no library, or one that cannot run here
     * @throws IllegalStateException when there is no backend that loads
     */
    public static Optional<ProductLibrary> best() {
        return CHOSEN.get();
    }

    private static Optional<ProductLibrary> choose() {
        Backend.require();
        return choose(found(), Optional.ofNullable(System.getProperty(PROPERTY)));
    }

    /** Every library on the classpath, the preferred one first, whether it runs here or not. */
    static List<ProductLibrary> found() {
        List<ProductLibrary> libraries = new ArrayList<>();
        try {
            ServiceLoader.load(ProductLibrary.class, ProductLibraries.class.getClassLoader())
                    .forEach(libraries::add);
        } catch (ServiceConfigurationError e) {
            log.warn("a product library on the classpath cannot be used: {}", e.getMessage());
        }
        libraries.sort(Comparator.comparingInt(ProductLibrary::preference).reversed());
        return libraries;
    }

    /**
     * @throws IllegalArgumentException when {@code forced} names no library, or one that cannot run here
     */
    static Optional<ProductLibrary> choose(List<ProductLibrary> libraries, Optional<String> forced) {
        if (forced.isPresent()) {
            return Optional.of(named(libraries, forced.get()));
        }
        for (ProductLibrary library : libraries) {
            Optional<String> obstacle = library.obstacle();
            if (obstacle.isEmpty()) {
                log.info("products by {}, the fastest library that runs here", library.name());
                return Optional.of(library);
            }
            log.warn("products not by {}: {}", library.name(), obstacle.get());
        }
        return Optional.empty();
    }

    private static ProductLibrary named(List<ProductLibrary> libraries, String name) {
        ProductLibrary library = libraries.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("system property " + PROPERTY + " must name one of "
                        + libraries.stream().map(ProductLibrary::name).collect(Collectors.joining(", "))
                        + ", got '" + name + "'"));
        library.obstacle().ifPresent(obstacle -> {
            throw new IllegalArgumentException(
                    "system property " + PROPERTY + " asks for " + name + ", which cannot run here: " + obstacle);
        });
        log.info("products by {}, because the system property {} asks for it", name, PROPERTY);
        return library;
    }
}
