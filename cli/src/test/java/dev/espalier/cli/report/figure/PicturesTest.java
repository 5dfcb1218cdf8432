package dev.espalier.cli.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    private static final Drawing SQUARE = new Drawing() {
        @Override
        public int width() {
            return 2;
        }

        @Override
        public int height() {
            return 2;
        }

        @Override
        public String words() {
            return "a square";
        }

        @Override
        public void draw(Canvas canvas) {
            canvas.graphics().fillRect(0, 0, 2, 2);
        }
    };

    /** The folder where ImageIO would write a temporary file no longer exists. */
    @Test
    void aPictureNeedsNoTemporaryFolder(@TempDir Path folder) throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        ImageIO.setCacheDirectory(cache.toFile());
        try {
            Files.delete(cache);

            assertThat(Pictures.png(SQUARE)).startsWith(0x89, 'P', 'N', 'G');
        } finally {
            ImageIO.setCacheDirectory(null);
        }
    }
}
