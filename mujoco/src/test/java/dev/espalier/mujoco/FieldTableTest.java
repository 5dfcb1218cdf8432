package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FieldTableTest {

    /** Offsets computed by hand from the rule of natural alignment. */
    private static final String HEADER = """
            #define COUNT 3   // a number
            typedef enum kind { FIRST = 1<<1, SECOND, BOTH = FIRST | SECOND, LAST = -1 } kind;
            typedef struct inner_ {
              int a;             // 0
              mjtNum b;          // 8
              mjtBool c;         // 16
            } inner;             // 24 bytes
            typedef struct outer_ {
              mjtBool flag;      // 0
              inner parts[COUNT * 2];  // 8
              struct {           // 152
                float x;
                float y[COUNT];
              } nested;
              mjtByte tail;      // 168
              mjtNum * values;   // 176, behind a /* block */ comment
            } outer;             // 184 bytes
            """;

    private static final String MACROS = "X  ( mjtNum,  values,  nv,  6 ) \\\nXNV( mjtNum,  others, MJ_M(nq), COUNT )";

    private final CHeaders headers = CHeaders.parse(HEADER, MACROS);

    @Test
    void committedTableIsWhatThePinnedHeadersSay() throws IOException {
        Path sources = Path.of("src/main/java/dev/espalier/mujoco");
        var files = FieldTableGenerator.generate(Path.of(System.getProperty("espalier.mujoco.headers"), "mujoco"));
        for (var file : files.entrySet()) {
            assertThat(Files.readString(sources.resolve(file.getKey())))
                    .as(file.getKey() + ": run FieldTableGenerator (docs/decisions/mujoco.md)")
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void fieldsLieAtTheirNaturalAlignment() {
        CHeaders.Struct outer = headers.struct("outer");

        assertThat(outer.offset("flag", "mjtBool")).isEqualTo(0);
        assertThat(outer.offset("parts", "inner")).isEqualTo(8);
        assertThat(outer.offset("parts.b", "mjtNum")).isEqualTo(16);
        assertThat(outer.offset("nested.y", "float")).isEqualTo(156);
        assertThat(outer.offset("tail", "mjtByte")).isEqualTo(168);
        assertThat(outer.offset("values", "mjtNum*")).isEqualTo(176);
        assertThat(outer.size()).isEqualTo(184);
        assertThat(headers.struct("inner").size()).isEqualTo(24);
    }

    @Test
    void enumsCountOnFromTheirLastValue() {
        assertThat(headers.constant("FIRST")).isEqualTo(2);
        assertThat(headers.constant("SECOND")).isEqualTo(3);
        assertThat(headers.constant("BOTH")).isEqualTo(3);
        assertThat(headers.constant("LAST")).isEqualTo(-1);
        assertThat(headers.constant("COUNT")).isEqualTo(3);
    }

    @Test
    void shapesComeFromTheMacroLists() {
        assertThat(headers.shape("values")).isEqualTo(new CHeaders.Shape("nv", 6));
        assertThat(headers.shape("others")).isEqualTo(new CHeaders.Shape("nq", 3));
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsNamed() {
        CHeaders.Struct outer = headers.struct("outer");

        assertThatThrownBy(() -> outer.offset("values", "int*")).hasMessageContaining("field values of type int*");
        assertThatThrownBy(() -> outer.offset("gone", "int")).hasMessageContaining("field gone of type int");
        assertThatThrownBy(() -> headers.struct("mjGone")).hasMessageContaining("no struct mjGone");
        assertThatThrownBy(() -> headers.constant("mjGONE")).hasMessageContaining("no constant mjGONE");
        assertThatThrownBy(() -> headers.shape("gone")).hasMessageContaining("no array gone");
        assertThatThrownBy(() -> CHeaders.parse("typedef struct odd_ { int a : 3; } odd;", "")
                        .struct("odd"))
                .hasMessageContaining("odd has a field that cannot be read: int a : 3");
    }
}
