package io.sae4j.cli;

import io.sae4j.NamedRecipe;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a recipe; an unknown one is told the known. */
final class RecipeConverter implements ITypeConverter<NamedRecipe> {
    @Override
    public NamedRecipe convert(String name) {
        try {
            return NamedRecipe.of(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
