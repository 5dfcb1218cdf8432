package dev.espalier.cli.console;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses paths on the command line. */
public final class PathArgument implements ITypeConverter<Path> {

    @Override
    public Path convert(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(explained(e));
        }
    }

    /** Explains why a text is not a valid path: usually the encoding of the process's locale lacks its letters. */
    public static String explained(InvalidPathException failure) {
        return "'%s' cannot be the name of a file here: the language that this process was started with has no such letters; set LC_ALL=C.UTF-8"
                .formatted(failure.getInput());
    }
}
