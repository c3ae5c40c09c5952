package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The core jar brings no third-party dependency, also not transitively. */
class ArtifactsTest {
    @Test
    void everyDependencyStaysOutOfWhatDependsOnUs() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        NodeList leaking = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project//dependencies/dependency[not(ancestor::dependencyManagement)]"
                                + "[not(ancestor::plugin)]"
                                + "[not(scope='provided') and not(scope='test') and not(optional='true')]/artifactId",
                        pom,
                        XPathConstants.NODESET);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < leaking.getLength(); i++) {
            names.add(leaking.item(i).getTextContent());
        }
        assertThat(names).isEmpty();
    }
}
