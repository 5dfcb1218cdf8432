package dev.espalier.cli.report;

import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.Element;

/** Pictures of charts as bytes and text of files. The same chart gives the same bytes on the same machine. */
final class Pictures {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 480;

    /** Pixels of a PNG for each unit of length, for screens of high density. */
    private static final int SCALE = 2;

    private static final String SVG = "http://www.w3.org/2000/svg";

    private Pictures() {}

    /** A PNG of 1600 by 960 pixels. */
    static byte[] png(JFreeChart chart) {
        var bytes = new ByteArrayOutputStream();
        try {
            ChartUtils.writeScaledChartAsPNG(bytes, chart, WIDTH, HEIGHT, SCALE, SCALE);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * An SVG document. Its text stays text, so that it can be searched and read aloud.
     *
     * @param title what it shows, for those who do not see it
     */
    static String svg(JFreeChart chart, String title) {
        try {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setComment("Drawn by Espalier");
            var graphics = new SVGGraphics2D(context, false);
            // Else JFreeChart draws the turned label of an axis as outlines.
            TextUtils.setUseDrawRotatedStringWorkaround(false);
            chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
            Element root = graphics.getRoot();
            root.setAttribute("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT));
            root.setAttribute("width", Integer.toString(WIDTH));
            root.setAttribute("height", Integer.toString(HEIGHT));
            root.setAttribute("role", "img");
            Element name = document.createElementNS(SVG, "title");
            name.setTextContent(title);
            root.insertBefore(name, root.getFirstChild());
            var text = new StringWriter();
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(root), new StreamResult(text));
            return text + "\n";
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("Java's own XML classes refuse their defaults", e);
        }
    }
}
