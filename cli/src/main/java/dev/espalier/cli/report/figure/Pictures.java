package dev.espalier.cli.report.figure;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.store.ShownText;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.CharacterData;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Encodes drawings as PNG and SVG. Equal drawings give equal bytes on the same machine. */
final class Pictures {

    /** Pixels of a PNG per unit of length, for high-density screens. */
    private static final int SCALE = 2;

    private static final String SVG = "http://www.w3.org/2000/svg";

    private static final Pattern XML_LACKS =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private Pictures() {}

    /** A PNG on white, with two pixels per unit of length. */
    static byte[] png(Drawing drawing) {
        var image = new BufferedImage(SCALE * drawing.width(), SCALE * drawing.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        drawing.draw(new Canvas(graphics));
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        // Without its own stream, ImageIO would create a temporary file.
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** An SVG document with searchable text. Ids begin with the name, so that a page can contain many figures. */
    static String svg(String name, String title, Drawing drawing) {
        try {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setComment("Drawn by Espalier");
            context.setIDGenerator(new SVGIDGenerator() {
                @Override
                public String generateID(String prefix) {
                    return name + "-" + super.generateID(prefix);
                }
            });
            var graphics = new SVGGraphics2D(context, false);
            // Otherwise JFreeChart draws the rotated label of an axis as outlines.
            TextUtils.setUseDrawRotatedStringWorkaround(false);
            drawing.draw(new Canvas(graphics));
            Element root = graphics.getRoot();
            root.setAttribute("viewBox", RootLocale.format("0 0 %d %d", drawing.width(), drawing.height()));
            root.setAttribute("width", Integer.toString(drawing.width()));
            root.setAttribute("height", Integer.toString(drawing.height()));
            describe(document, root, name, title, drawing.words());
            var text = new StringWriter();
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            makeFit(root);
            transformer.transform(new DOMSource(root), new StreamResult(text));
            return text + "\n";
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("Java's own XML classes refuse their defaults", e);
        }
    }

    /** Texts contain names from files. XML cannot represent control characters, and browsers reject them. */
    private static void makeFit(Node node) {
        if (node instanceof CharacterData data) {
            data.setData(XML_LACKS.matcher(ShownText.of(data.getData())).replaceAll("\uFFFD"));
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            makeFit(child);
        }
    }

    /** Adds title and description for screen readers and tooltips. */
    private static void describe(Document document, Element root, String name, String title, String words) {
        root.setAttribute("role", "img");
        root.setAttribute("aria-labelledby", name + "-title");
        root.setAttribute("aria-describedby", name + "-words");
        Element description = document.createElementNS(SVG, "desc");
        description.setAttribute("id", name + "-words");
        description.setTextContent(words);
        root.insertBefore(description, root.getFirstChild());
        Element heading = document.createElementNS(SVG, "title");
        heading.setAttribute("id", name + "-title");
        heading.setTextContent(title);
        root.insertBefore(heading, description);
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            // The only id for which Batik does not call its generator.
            if (node instanceof Element element && element.getAttribute("id").equals("genericDefs")) {
                element.setAttribute("id", name + "-genericDefs");
            }
        }
    }
}
