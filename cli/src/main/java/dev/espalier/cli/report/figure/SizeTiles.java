package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.figure.Canvas.Align;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fig. 4 of the paper: the parameters of each network of each method, and their ratios to the same network in presets
 * {@code ofe} and {@code ofe-big} of the same agent, as coloured tiles.
 *
 * @param task name of the task, for the heading
 * @param networks names of the networks, in the order of the columns
 */
public record SizeTiles(String task, List<String> networks, List<Row> methods, List<String> presets)
        implements Drawing {

    private static final int LEFT = 190;
    private static final int TOP = 108;
    private static final int TILE_WIDTH = 62;
    private static final int TILE_HEIGHT = 42;
    private static final int BETWEEN = 26;
    private static final int LINE = 15;
    private static final Color NOTHING = new Color(0xF4F4F4);

    /**
     * A method.
     *
     * @param parameters mean over seeds by network; a network that is missing or 0 does not exist
     * @param yardsticks parameters by preset and network, to compare with
     */
    public record Row(String label, Map<String, Double> parameters, Map<String, Map<String, Long>> yardsticks) {

        public Row {
            parameters = Map.copyOf(parameters);
            yardsticks = Map.copyOf(yardsticks);
        }

        /** Parameters of a network of a preset; 0 if it has none. */
        private long compared(String preset, String network) {
            return yardsticks.getOrDefault(preset, Map.of()).getOrDefault(network, 0L);
        }
    }

    public SizeTiles {
        networks = List.copyOf(networks);
        methods = List.copyOf(methods);
        presets = List.copyOf(presets);
    }

    @Override
    public int width() {
        return LEFT + presets.size() * (networks.size() * TILE_WIDTH + BETWEEN);
    }

    @Override
    public int height() {
        return top(methods.size()) + 20;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading(
                task + ": parameters of every network",
                "percentage of the same network in the other preset; below, its parameters in thousands"
                        + "  ·  blue: smaller, orange: larger");
        int left = LEFT;
        for (String preset : presets) {
            canvas.text("relative to " + preset, left, 78, Align.LEFT, Fonts.bold(13), Canvas.TEXT);
            for (int column = 0; column < networks.size(); column++) {
                canvas.faint(networks.get(column), left + (column + 0.5) * TILE_WIDTH, 99, Align.CENTER);
            }
            for (int row = 0; row < methods.size(); row++) {
                for (int column = 0; column < networks.size(); column++) {
                    double x = left + column * TILE_WIDTH;
                    tile(
                            canvas,
                            x,
                            top(row) + (rowHeight(methods.get(row)) - TILE_HEIGHT) / 2.0,
                            methods.get(row),
                            networks.get(column),
                            preset);
                }
            }
            left += networks.size() * TILE_WIDTH + BETWEEN;
        }
        for (int row = 0; row < methods.size(); row++) {
            label(canvas, methods.get(row), top(row));
        }
    }

    private int top(int row) {
        return TOP + methods.stream().limit(row).mapToInt(SizeTiles::rowHeight).sum();
    }

    /** High enough for the whole label: cut labels could look equal. */
    private static int rowHeight(Row row) {
        return Math.max(TILE_HEIGHT, LINE * lines(row).size() + 10);
    }

    private static List<String> lines(Row row) {
        return Canvas.wrapped(row.label(), 25);
    }

    private static void label(Canvas canvas, Row row, int top) {
        List<String> lines = lines(row);
        double first = top + (rowHeight(row) - LINE * lines.size()) / 2.0 + 12;
        for (int i = 0; i < lines.size(); i++) {
            canvas.text(lines.get(i), LEFT - 12, first + LINE * i, Align.RIGHT);
        }
    }

    private static void tile(Canvas canvas, double x, double y, Row row, String network, String preset) {
        double parameters = row.parameters().getOrDefault(network, 0.0);
        long compared = row.compared(preset, network);
        boolean known = parameters > 0 && compared > 0;
        Color ground = known ? Palette.ratio(parameters / compared) : NOTHING;
        Color ink = Palette.readable(ground);
        double middle = x + TILE_WIDTH / 2.0;
        canvas.box(x + 1, y + 1, TILE_WIDTH - 2, TILE_HEIGHT - 2, ground);
        canvas.frame(x + 1, y + 1, TILE_WIDTH - 2, TILE_HEIGHT - 2, known ? Canvas.GRID : NOTHING);
        if (known) {
            canvas.text(percent(parameters / compared), middle, y + 18, Align.CENTER, Fonts.bold(13), ink);
            canvas.text(thousands(parameters), middle, y + 34, Align.CENTER, Fonts.plain(11), ink);
        } else {
            canvas.text("\u2013", middle, y + 25, Align.CENTER, Fonts.plain(13), ink);
        }
    }

    @Override
    public String words() {
        var words = new StringBuilder("Parameters of each network in thousands");
        presets.forEach(name -> words.append(", percentage of that in ").append(name));
        words.append('.');
        for (Row row : methods) {
            words.append(' ').append(row.label()).append(':');
            for (String network : networks) {
                double parameters = row.parameters().getOrDefault(network, 0.0);
                words.append(' ').append(network).append(' ');
                words.append(parameters > 0 ? thousands(parameters) : "none");
                presets.forEach(preset -> {
                    long compared = row.compared(preset, network);
                    if (parameters > 0 && compared > 0) {
                        words.append(", ").append(percent(parameters / compared));
                    }
                });
                words.append(';');
            }
            words.setCharAt(words.length() - 1, '.');
        }
        return words.toString();
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * ratio);
    }

    private static String thousands(double parameters) {
        return String.format(Locale.ROOT, parameters < 99_950 ? "%.1fk" : "%.0fk", parameters / 1000);
    }
}
