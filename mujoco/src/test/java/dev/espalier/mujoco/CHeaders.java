package dev.espalier.mujoco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the subset of C in MuJoCo's headers, and computes struct layouts like a 64-bit C compiler.
 *
 * <p>The layout rule is natural alignment: every field starts at the next multiple of its own alignment, an array is
 * aligned like its element, a struct like its widest field, and a struct's size is rounded up to its alignment. It
 * holds for every 64-bit platform because the headers use no type with platform-dependent width ({@code long}).
 *
 * <p>Supported are integer {@code #define}s, enums with integers, shifts and unions of earlier names, and structs of
 * scalars, pointers, fixed arrays and structs, including nested anonymous ones. Anything else in a requested struct is
 * an error.
 */
final class CHeaders {

    private static final Pattern DEFINE = Pattern.compile("(?m)^#define[ \\t]+(\\w+)[ \\t]+(\\d+)[ \\t]*$");
    private static final Pattern ENUM = Pattern.compile("typedef enum \\w+ \\{([^}]*)\\} *\\w+;");
    private static final Pattern FIELD = Pattern.compile("(\\w+) *((?:\\* *)*)(\\w+) *((?:\\[[^]]*])*)");
    /** One entry of the lists in mjxmacro.h: element type, then as groups the field's name, rows and columns. */
    private static final Pattern ARRAY = Pattern.compile("X(?:NV)? *\\( *\\w+, *(\\w+), *(\\w+), *(\\w+) *\\)");

    private static final Map<String, Type> SCALARS = Map.of(
            "int", new Type(4, 4),
            "float", new Type(4, 4),
            "mjtNum", new Type(8, 8),
            "mjtSize", new Type(8, 8),
            "size_t", new Type(8, 8),
            "uintptr_t", new Type(8, 8),
            "uint64_t", new Type(8, 8),
            "mjtByte", new Type(1, 1),
            "mjtBool", new Type(1, 1));

    private static final Type POINTER = new Type(8, 8);

    private final String text;
    private final String macros;
    private final Map<String, Long> constants = new HashMap<>();

    /** Width and alignment in bytes. */
    private record Type(long size, long alignment) {}

    /**
     * A field of a struct.
     *
     * @param offset bytes from the struct's start
     * @param type as in the header, with a {@code *} if it is a pointer
     */
    record Field(long offset, String type) {}

    /**
     * The layout of a struct.
     *
     * @param fields by name, in the order of the header; those of a nested struct are named {@code outer.inner}
     * @param size bytes
     * @param alignment bytes
     */
    record Struct(Map<String, Field> fields, long size, long alignment) {

        /** The offset of a field that must have the given type. */
        long offset(String name, String type) {
            Field field = fields.get(name);
            if (field == null || !field.type().equals(type)) {
                throw new IllegalArgumentException(
                        "expected the field %s of type %s, found %s".formatted(name, type, field));
            }
            return field.offset();
        }
    }

    /**
     * The shape of the array behind a pointer field.
     *
     * @param rows size field of mjModel with the number of rows
     * @param columns numbers per row
     */
    record Shape(String rows, long columns) {}

    private CHeaders(String text, String macros) {
        this.text = text;
        this.macros = macros;
        var define = DEFINE.matcher(text);
        while (define.find()) {
            constants.put(define.group(1), Long.parseLong(define.group(2)));
        }
        var enumeration = ENUM.matcher(text);
        while (enumeration.find()) {
            readEnum(enumeration.group(1));
        }
    }

    /** Reads the headers in a folder. */
    static CHeaders read(Path folder) throws IOException {
        var text = new StringBuilder();
        for (String name : List.of("mjtype.h", "mjmodel.h", "mjdata.h", "mujoco.h")) {
            text.append(Files.readString(folder.resolve(name))).append('\n');
        }
        return parse(text.toString(), Files.readString(folder.resolve("mjxmacro.h")));
    }

    /**
     * Parses header text.
     *
     * @param macros content of mjxmacro.h
     */
    static CHeaders parse(String source, String macros) {
        return new CHeaders(withoutComments(source), macros);
    }

    /** The value of an integer {@code #define} or an enum entry. */
    long constant(String name) {
        return Optional.ofNullable(constants.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the headers define no constant " + name));
    }

    /** Computes the layout of {@code typedef struct name_ {...} name;}. */
    Struct struct(String name) {
        String opening = "typedef struct " + name + "_ {";
        int start = text.indexOf(opening);
        if (start < 0) {
            throw new IllegalArgumentException("the headers define no struct " + name);
        }
        int bodyStart = start + opening.length();
        return layOut(name, text.substring(bodyStart, closingBrace(bodyStart)));
    }

    /** The shape of the array behind a pointer field of mjModel or mjData. */
    Shape shape(String field) {
        var array = ARRAY.matcher(macros.replaceAll("MJ_[MD]\\((\\w+)\\)", "$1"));
        while (array.find()) {
            if (array.group(1).equals(field)) {
                return new Shape(array.group(2), number(array.group(3)));
            }
        }
        throw new IllegalArgumentException("mjxmacro.h lists no array " + field);
    }

    private Struct layOut(String name, String body) {
        var fields = new LinkedHashMap<String, Field>();
        long end = 0;
        long alignment = 1;
        for (String declaration : declarations(body)) {
            boolean nested = declaration.startsWith("struct {");
            String inner = nested ? declaration.substring("struct {".length(), declaration.lastIndexOf('}')) : "";
            String outer = nested ? "struct" + declaration.substring(declaration.lastIndexOf('}') + 1) : declaration;
            var field = FIELD.matcher(outer);
            if (!field.matches()) {
                throw new IllegalArgumentException(name + " has a field that cannot be read: " + declaration);
            }
            Optional<Struct> struct = nested
                    ? Optional.of(layOut(name, inner))
                    : SCALARS.containsKey(field.group(1)) || !field.group(2).isEmpty()
                            ? Optional.empty()
                            : Optional.of(struct(field.group(1)));
            Type type = struct.map(s -> new Type(s.size(), s.alignment()))
                    .orElseGet(() -> field.group(2).isEmpty() ? SCALARS.get(field.group(1)) : POINTER);
            long offset = roundUp(end, type.alignment());
            String typeName = field.group(1) + field.group(2).replace(" ", "");
            fields.put(field.group(3), new Field(offset, typeName));
            struct.ifPresent(s -> s.fields()
                    .forEach((key, value) ->
                            fields.put(field.group(3) + "." + key, new Field(offset + value.offset(), value.type()))));
            end = offset + type.size() * elements(field.group(4));
            alignment = Math.max(alignment, type.alignment());
        }
        return new Struct(fields, roundUp(end, alignment), alignment);
    }

    /** Splits a struct's body at the semicolons outside of nested braces. */
    private static List<String> declarations(String body) {
        var declarations = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ';' && depth == 0) {
                declarations.add(
                        body.substring(start, i).replaceAll("\\s+", " ").strip());
                start = i + 1;
            }
        }
        return declarations;
    }

    private int closingBrace(int from) {
        int depth = 1;
        int i = from;
        while (depth > 0) {
            char c = text.charAt(i++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return i - 1;
    }

    /** The number of elements of {@code [a][b*c]}; 1 without brackets. */
    private long elements(String brackets) {
        long product = 1;
        for (String factor : brackets.split("[\\[\\]*]+", -1)) {
            product *= factor.isBlank() ? 1 : number(factor.strip());
        }
        return product;
    }

    private long number(String token) {
        return token.matches("-?\\d+") ? Long.parseLong(token) : constant(token);
    }

    private void readEnum(String body) {
        long next = 0;
        for (String entry : body.split(",", -1)) {
            if (entry.isBlank()) {
                continue;
            }
            String[] parts = entry.strip().split("\\s*=\\s*", -1);
            if (parts.length == 2) {
                next = 0;
                for (String term : parts[1].split("\\|", -1)) {
                    String[] shift = term.strip().split("<<", -1);
                    next |= number(shift[0]) << (shift.length == 2 ? number(shift[1]) : 0);
                }
            }
            constants.put(parts[0], next++);
        }
    }

    private static long roundUp(long value, long multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }

    private static String withoutComments(String source) {
        return source.replaceAll("//[^\n]*", "")
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("[ \t]+(?=\n)", "");
    }
}
